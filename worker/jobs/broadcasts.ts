import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { BulkRoom } from '../../forwarding/bulk-room.ts';
import { bulkQueue } from '../../forwarding/launch.ts';
import type { Log } from '../../forwarding/ports.ts';
import type { Slots } from '../../forwarding/slots.ts';
import { isBug } from '../../journey/base/document-fault.ts';
import { messageOf } from '../../journey/base/message-of.ts';
import { isOfTheData } from '../../store/base/fault.ts';
import type { Database } from '../../store/base/sql.ts';
import { findUnattended, noteAttended, type Unattended } from '../../store/broadcasts/open.ts';
import {
  findNextQueued,
  findRipeJourneys,
  letInPage,
  type Queued,
  type Ripe,
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
  /** Limits how many users may enter now. */
  readonly room: BulkRoom;
  /** Announces that the outbox has new work. */
  readonly ring: () => void;
}

/**
 * Creates the job that keeps broadcasts going. Starts workflows that no Temporal Schedule starts, for lists and missed
 * runs, and enters queued users whose time has come. Several may run: each queued user is taken only once.
 */
export function createBroadcasts(ports: BroadcastPorts): Slots<Found> {
  const { sql } = ports.database;
  const pages = createPageSize();
  const heldBack = createHeldBack();
  const letInNext = async (of: Ripe, atMost: number) => {
    const except = heldBack.of(of);
    if (!except || atMost === 0) return 0;
    const page = await findNextQueued(sql, of, Math.min(pages.size(), atMost + SPARE), except);
    const from = performance.now();
    const taken = await letIn({ ...ports, heldBack }, of, page, atMost);
    pages.record(taken, performance.now() - from);
    return taken;
  };
  return {
    slots: 1,
    async claim() {
      const found = { toStart: await findUnattended(sql), ripe: await findRipeJourneys(sql) };
      return found.toStart.length + found.ripe.length > 0 ? [found] : [];
    },
    /** Enters a page of each journey, a few journeys at once, so that live events have most of the connections. */
    async work({ toStart, ripe }) {
      const started = await Promise.all(toStart.map((of) => start(ports, of)));
      let all = started.filter(Boolean).length;
      if (ripe.length > 0 && !(await waitForRoom(ports.room, ripe))) return true;
      for (let nr = 0; nr < ripe.length; nr += AT_ONCE) {
        await ports.room.refresh();
        const some = ripe.slice(nr, nr + AT_ONCE);
        const taken = await Promise.all(some.map((of) => letInNext(of, Math.ceil(ports.room.left(of) / some.length))));
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

/** Interval of checks whether the workflows of earlier users have caught up. */
const ROOM_EVERY_MS = 20;
/** Checks before it is looked again which journeys have users to enter. */
const ROOM_CHECKS = 10;

/** Waits until users of one of the journeys may enter. Returns false if that takes too long. */
async function waitForRoom(room: BulkRoom, ripe: readonly Ripe[]): Promise<boolean> {
  for (let checks = 0; checks < ROOM_CHECKS; checks += 1) {
    await room.refresh();
    if (ripe.some((of) => room.left(of) > 0)) return true;
    await sleep(ROOM_EVERY_MS);
  }
  return false;
}

/** Users read beyond the limit, so that busy users at the head of the queue don't block it. */
const SPARE = 10;
/** Journeys processed at once. */
const AT_ONCE = 4;
/** Pause before failed work is tried again. */
const AGAIN_MS = 200;

export const broadcastId = ({ workspace, journey }: Ripe): string =>
  `broadcast/${encodeURIComponent(workspace)}/${encodeURIComponent(journey)}`;

/** Starts a broadcast's workflow. Returns false while the previous one runs, which may have missed it. */
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
 * Lets in a page. If that fails, halves the page until the user who can't be let in is alone, and sets that user aside
 * with the reason. A user whom a bug in the code keeps from entering stays in the queue and is tried again.
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
    ports.room.note(of, entered);
    heldBack.remove(of, page);
    return taken;
  } catch (err) {
    if (!isOfTheData(err) && !isBug(err)) {
      log.warn({ err, journey: of.journey }, 'entering queued users failed: trying again');
      return 0;
    }
    if (others.length === 0 && isBug(err)) {
      const tries = heldBack.add(of, first);
      log.error({ err, journey: of.journey, tries }, 'a bug keeps a queued user from entering: trying again');
      return 0;
    }
    if (others.length === 0) {
      log.warn({ err, journey: of.journey }, 'a user of a broadcast is set aside after a failed entry');
      await database.transaction((sql) => setQueuedAside(sql, of, first, messageOf(err)));
      return 1;
    }
    const half = Math.ceil(page.length / 2);
    const taken = await letIn(ports, of, page.slice(0, half), atMost);
    return taken + (await letIn(ports, of, page.slice(half), Math.max(0, atMost - taken)));
  }
}
