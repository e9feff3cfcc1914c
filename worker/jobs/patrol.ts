import { endAsClosed } from '../../forwarding/end-instance.ts';
import type { ForwarderPorts } from '../../forwarding/ports.ts';
import type { Database } from '../../store/base/sql.ts';
import { announceUnheard, findLive, findUnheardAfter, type Unheard } from '../../store/maintenance/patrol.ts';

const CLOSED_FROM_OUTSIDE = `WorkflowType = 'Journey' and ExecutionStatus in ('Terminated', 'Failed', 'TimedOut', 'Canceled')`;

/** Closed workflows that are looked up in the store together. */
const PAGE = 100;
/** Instances whose workflows Temporal is asked about at the same time. */
const AT_ONCE = 5;
/** Runs from the top of the list, by which the next look knows where this one began. */
const REMEMBERED = 1_000;
/** Known runs in a row after which the list is not read on: they are listed a moment late, so a few prove nothing. */
const KNOWN = 50;
/** After so many failures the cause isn't one instance: the look ends, and the next one goes on. */
const MOST_FAILED = 1_000;
/** A look that takes longer leaves the rest to the next one. */
const LOOK_MS = 20_000;

interface PatrolPorts extends Pick<ForwarderPorts, 'store' | 'versions' | 'launch' | 'log'> {
  readonly database: Pick<Database, 'sql'>;
  readonly client: { readonly workflow: { list(asked: { query: string; pageSize: number }): AsyncIterable<Closed> } };
  readonly lookMs?: number;
}

interface Closed {
  readonly workflowId: string;
  readonly runId: string;
}

/** One reading of the list, latest first. It ends where the reading before it began. */
interface Reading {
  readonly list: AsyncIterator<Closed>;
  /** The first runs that it read. */
  readonly head: Set<string>;
  readonly before: ReadonlySet<string>;
  /** Runs in a row that the reading before it began with. */
  known: number;
}

/**
 * Looks at workflows that were closed since its last look, and applies the rule to those whose instances live: nobody waits three days to hear
 * that their workflow is gone. Temporal lists the latest first, so no clock is compared with another. However many were closed at once, all are
 * read: what a look can't reach in its time, later ones do. An instance that fails is tried again by the next look, and holds no other.
 */
export function createClosedLook(ports: PatrolPorts): () => Promise<void> {
  const { client, lookMs = LOOK_MS } = ports;
  let readings: readonly Reading[] = [];
  let failed: ReadonlySet<string> = new Set();
  const look = async () => {
    const until = performance.now() + lookMs;
    const list = client.workflow.list({ query: CLOSED_FROM_OUTSIDE, pageSize: PAGE })[Symbol.asyncIterator]();
    const latest: Reading = { list, head: new Set(), before: readings[0]?.head ?? new Set(), known: 0 };
    const again = new Set(await applyToClosed(ports, [...failed]));
    const unread: Reading[] = [];
    for (const reading of [latest, ...readings])
      if (!(await readOn(ports, reading, again, until))) unread.push(reading);
    readings = unread[0] === latest ? unread : [latest, ...unread];
    failed = again;
  };
  return async () => {
    try {
      await look();
    } catch (cause) {
      readings = []; // a list that broke off can't be read on: the next look reads all of it
      throw cause;
    }
  };
}

/** Reads at least a page, and on until the time is over. Returns whether all of it has been read; adds to `failed` what has to be tried again. */
async function readOn(ports: PatrolPorts, reading: Reading, failed: Set<string>, until: number): Promise<boolean> {
  do {
    if (failed.size >= MOST_FAILED) return false;
    const page = await readPage(reading);
    for (const id of await applyToClosed(ports, page.workflowIds)) failed.add(id);
    if (page.isLast) return true;
  } while (performance.now() < until);
  return false;
}

async function readPage(reading: Reading): Promise<{ workflowIds: readonly string[]; isLast: boolean }> {
  const { list, head, before } = reading;
  const workflowIds: string[] = [];
  while (workflowIds.length < PAGE && reading.known < KNOWN) {
    const { done, value } = await list.next();
    if (done) return { workflowIds, isLast: true };
    if (head.size < REMEMBERED) head.add(value.runId);
    reading.known = before.has(value.runId) ? reading.known + 1 : 0;
    if (reading.known === 0) workflowIds.push(value.workflowId);
  }
  return { workflowIds, isLast: reading.known >= KNOWN };
}

/** Returns the workflows whose instances couldn't be looked at. */
async function applyToClosed(ports: PatrolPorts, workflowIds: readonly string[]): Promise<readonly string[]> {
  const failed: string[] = [];
  const live = await findLive(ports.database.sql, [...new Set(workflowIds)]);
  const apply = async (instance: (typeof live)[number]): Promise<void> => {
    try {
      const status = await ports.launch.closedAs(instance.workflowId); // a reset closes one run and goes on in another
      if (status !== undefined) await endAsClosed(ports, instance, instance, status);
    } catch (err) {
      failed.push(instance.workflowId);
      ports.log.warn({ err, workflowId: instance.workflowId }, 'a closed workflow could not be looked at: tried again');
    }
  };
  for (let at = 0; at < live.length; at += AT_ONCE) await Promise.all(live.slice(at, at + AT_ONCE).map(apply));
  return failed;
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
    const { unheard, last } = await findUnheardAfter(sql, after);
    suspected = unheard;
    after = last ?? { workspace: '', id: '' };
    return announced;
  };
}
