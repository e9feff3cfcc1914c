import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { noteAttended, type Unattended, unattended } from '../store/broadcasts/open.ts';
import { letInQueued, type Ripe, ripeJourneys } from '../store/broadcasts/queue.ts';
import type { EntryOptions } from '../store/entries.ts';
import type { Database, Sql } from '../store/sql.ts';
import type { Versions } from '../store/versions.ts';
import type { Broadcast } from '../workflows/broadcast.ts';
import { bulkQueue } from './launch.ts';

export interface BroadcastPorts {
  readonly database: Database;
  readonly versions: Versions;
  readonly entries: EntryOptions;
  readonly client: Client;
  readonly taskQueue: string;
  readonly log: { warn(about: object, message: string): void };
  /** Something has been put into the outbox. */
  readonly ring: () => void;
}

/**
 * Keeps broadcasts going: starts the workflow of those that Temporal's schedule does not begin (a list, one that was missed), and lets in whoever
 * is queued and whose moment has come. Several may run: who has been taken out of the queue is taken once.
 */
export function createBroadcasts(ports: BroadcastPorts) {
  return {
    /** A page of each journey. Returns how much it had in hand. */
    async pass(session: Sql): Promise<number> {
      const started = await Promise.all((await unattended(session)).map((of) => start(ports, of)));
      const taken = await Promise.all((await ripeJourneys(session)).map((of) => letIn(ports, of)));
      const all = taken.reduce((sum, each) => sum + each, 0);
      if (all > 0) ports.ring();
      return started.filter(Boolean).length + all;
    },
  };
}

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

async function letIn({ database, log, ...ports }: BroadcastPorts, of: Ripe): Promise<number> {
  try {
    return await database.transaction((sql) => letInQueued(sql, of, ports));
  } catch (err) {
    log.warn({ err, journey: of.journey }, 'the queued could not be let in: tried again');
    return 0;
  }
}
