import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { BulkRoom } from '../../forwarding/bulk-room.ts';
import { isOfTheData } from '../../forwarding/lasting.ts';
import { bulkQueue } from '../../forwarding/launch.ts';
import type { Log } from '../../forwarding/ports.ts';
import type { Slots } from '../../forwarding/slots.ts';
import { isBug } from '../../journey/base/document-fault.ts';
import { messageOf } from '../../journey/base/message-of.ts';
import type { Database } from '../../store/base/sql.ts';
import { findUnattended, noteAttended, type Unattended } from '../../store/broadcasts/open.ts';
import {
  letInPage,
  nextQueued,
  type Queued,
  type Ripe,
  ripeJourneys,
  setQueuedAside,
} from '../../store/broadcasts/queue.ts';
import type { EntryOptions } from '../../store/entry/admit.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import type { Broadcast } from '../../workflows/broadcast.ts';
import { createHeldBack, type HeldBack } from './held-back.ts';
import { createPageSize } from './page-size.ts';

export interface BroadcastPorts {
  readonly database: Database;
  readonly versions: Versions;
  readonly entries: EntryOptions;
  readonly client: Client;
  readonly taskQueue: string;
  readonly log: Log;
  /** How many users may be let in now. */
  readonly room: BulkRoom;
  /** Something has been put into the outbox. */
  readonly ring: () => void;
}

/**
 * Keeps broadcasts going: starts the workflow of those that Temporal's schedule does not begin (a list, one that was missed), and lets in whoever
 * is queued and whose moment has come. Several may run: who has been taken out of the queue is taken once.
 */
export function createBroadcasts(ports: BroadcastPorts): Slots<Found> {
  const { sql } = ports.database;
  const pages = createPageSize();
  const heldBack = createHeldBack();
  const letInNext = async (of: Ripe, atMost: number) => {
    const except = heldBack.of(of);
    if (!except) return 0;
    const page = await nextQueued(sql, of, Math.min(pages.size(), atMost + SPARE), except);
    const from = performance.now();
    const taken = await letIn({ ...ports, heldBack }, of, page, atMost);
    pages.note(taken, performance.now() - from);
    return taken;
  };
  return {
    slots: 1,
    async claim() {
      const found = { toStart: await findUnattended(sql), ripe: await ripeJourneys(sql) };
      return found.toStart.length + found.ripe.length > 0 ? [found] : [];
    },
    /** A page of each journey, some at once: what is bulk leaves most connections to what is live. */
    async work({ toStart, ripe }) {
      const started = await Promise.all(toStart.map((of) => start(ports, of)));
      let all = started.filter(Boolean).length;
      for (let nr = 0; nr < ripe.length; nr += AT_ONCE) {
        const some = ripe.slice(nr, nr + AT_ONCE);
        const atMost = Math.ceil((await waitForRoom(ports.room)) / some.length);
        const taken = await Promise.all(some.map((of) => letInNext(of, atMost)));
        const entered = taken.reduce((sum, each) => sum + each, 0);
        if (entered > 0) ports.ring();
        all += entered;
      }
      if (all === 0) await sleep(AGAIN_MS);
      return all > 0;
    },
  };
}

interface Found {
  readonly toStart: readonly Unattended[];
  readonly ripe: readonly Ripe[];
}

/** Looks this often whether the workflows of earlier users have caught up. */
const ROOM_EVERY_MS = 20;

/** Waits until users may be let in, which is 10 s at most, and returns how many. */
async function waitForRoom(room: BulkRoom): Promise<number> {
  for (;;) {
    const left = await room.left();
    if (left > 0) return left;
    await sleep(ROOM_EVERY_MS);
  }
}

/** Users read beyond those who may be let in: so many may be busy at the head of a queue without holding it up. */
const SPARE = 10;
/** Journeys at once. */
const AT_ONCE = 4;
/** Until what could not be done is tried again. */
const AGAIN_MS = 200;

export const broadcastId = ({ workspace, journey }: Ripe): string =>
  `broadcast/${encodeURIComponent(workspace)}/${encodeURIComponent(journey)}`;

/** False: the one before is still at work. It may have looked already: asked again in a moment. */
async function start({ client, taskQueue, database }: BroadcastPorts, of: Unattended): Promise<boolean> {
  try {
    await client.workflow.start<typeof Broadcast>('Broadcast', {
      workflowId: broadcastId(of),
      taskQueue: bulkQueue(taskQueue),
      args: [of],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: of.journey,
    });
  } catch (cause) {
    if (cause instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw cause;
  }
  await noteAttended(database.sql, of);
  return true;
}

/**
 * Lets in a page. If that fails, halves the page until the user who can't be let in is alone, and sets that user aside with the reason. A user whom a
 * bug in the code keeps from entering stays in the queue and is tried again.
 */
async function letIn(
  ports: BroadcastPorts & { readonly heldBack: HeldBack },
  of: Ripe,
  page: readonly Queued[],
  atMost: number,
): Promise<number> {
  const { database, heldBack, log } = ports;
  const [first, ...others] = page;
  if (!first) return 0;
  try {
    const { taken, entered } = await database.transaction((sql) => letInPage(sql, of, page, ports, atMost));
    ports.room.note(of.workspace, entered);
    heldBack.remove(of, page);
    return taken;
  } catch (err) {
    if (!isOfTheData(err) && !isBug(err)) {
      log.warn({ err, journey: of.journey }, 'the queued could not be let in: tried again');
      return 0;
    }
    if (others.length === 0 && isBug(err)) {
      const tries = heldBack.add(of, first);
      log.error({ err, journey: of.journey, tries }, 'a bug keeps a queued user from entering: tried again');
      return 0;
    }
    if (others.length === 0) {
      log.warn({ err, journey: of.journey }, 'somebody of a broadcast is set aside: they could not be let in');
      await database.transaction((sql) => setQueuedAside(sql, of, first, messageOf(err)));
      return 1;
    }
    const half = Math.ceil(page.length / 2);
    const taken = await letIn(ports, of, page.slice(0, half), atMost);
    return taken + (await letIn(ports, of, page.slice(half), Math.max(0, atMost - taken)));
  }
}
