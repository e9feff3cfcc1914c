import type { Client } from '@temporalio/client';
import { announceUnheard, liveOf, type Unheard, unheardAfter } from '../store/patrol.ts';
import type { Database } from '../store/sql.ts';
import { endAsClosed } from './end-instance.ts';
import type { ForwarderPorts } from './forwarder-ports.ts';

/** Closed workflows that one look takes in: the latest. */
const AT_MOST = 1_000;

const CLOSED_FROM_OUTSIDE = `WorkflowType = 'Journey' and ExecutionStatus in ('Terminated', 'Failed', 'TimedOut', 'Canceled')`;

interface PatrolPorts extends Pick<ForwarderPorts, 'store' | 'versions' | 'launch' | 'log'> {
  readonly database: Pick<Database, 'sql'>;
  readonly client: Client;
}

/**
 * Looks at workflows that were closed since its last look, and applies the rule to those whose instances live: nobody waits three days to hear
 * that their workflow is gone. Temporal lists the latest first, so no clock is compared with another.
 */
export function createClosedLook(ports: PatrolPorts): () => Promise<void> {
  let seen: ReadonlySet<string> = new Set();
  return async () => {
    const closed = await listClosed(ports.client, seen);
    const fresh = [...closed].filter(([runId]) => !seen.has(runId)).map(([, workflowId]) => workflowId);
    for (const instance of await liveOf(ports.database.sql, [...new Set(fresh)])) {
      const status = await ports.launch.closedAs(instance.workflowId); // a reset closes one run and goes on in another
      if (status !== undefined) await endAsClosed(ports, instance, instance, status);
    }
    seen = new Set(closed.keys());
  };
}

/** Known runs in a row after which the list is not read on: they are listed a moment late, so a few prove nothing. */
const KNOWN = 50;

/** The latest, by run: as far back as the last look knows them. */
async function listClosed(client: Client, seen: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
  const closed = new Map<string, string>();
  let known = 0;
  for await (const { workflowId, runId } of client.workflow.list({ query: CLOSED_FROM_OUTSIDE, pageSize: 100 })) {
    closed.set(runId, workflowId);
    known = seen.has(runId) ? known + 1 : 0;
    if (known >= KNOWN || closed.size >= AT_MOST) break;
  }
  return closed;
}

/**
 * Walks over all instances, a page at a time, and announces those that were nudged and have not read so far at two looks in a row: Temporal's
 * database was restored to before the nudge. A walk over a million instances takes 100 looks.
 */
export function createUnheardLook({ sql }: Pick<Database, 'sql'>): () => Promise<number> {
  let suspected: readonly Unheard[] = [];
  let after = { workspace: '', id: '' };
  return async () => {
    const announced = suspected.length === 0 ? 0 : await announceUnheard(sql, suspected);
    const { unheard, last } = await unheardAfter(sql, after);
    suspected = unheard;
    after = last ?? { workspace: '', id: '' };
    return announced;
  };
}
