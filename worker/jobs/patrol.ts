import { endAsClosed } from '../../forwarding/end-instance.ts';
import type { ForwarderPorts } from '../../forwarding/ports.ts';
import type { Database } from '../../store/base/sql.ts';
import { announceUnheard, findLive, findUnheardAfter, type Unheard } from '../../store/maintenance/patrol.ts';

const CLOSED_FROM_OUTSIDE = `WorkflowType = 'Journey' and ExecutionStatus in ('Terminated', 'Failed', 'TimedOut', 'Canceled')`;

/** Closed workflows per lookup in the store. */
const PAGE = 100;
/** Instances whose workflows are checked in Temporal at the same time. */
const AT_ONCE = 5;
/** Runs remembered from the top of the list, by which the next reading recognizes where this one began. */
const REMEMBERED = 1_000;
/** Known runs in a row that end a reading. Runs are listed a moment late, so a few known ones prove nothing. */
const KNOWN = 50;
/** After this many failures the cause isn't one instance: the check ends, and the next one continues. */
const MOST_FAILED = 1_000;
/** Time after which a check leaves the rest to the next one. */
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

/** One pass over the list of closed workflows, newest first. It ends where the previous reading began. */
interface Reading {
  readonly list: AsyncIterator<Closed>;
  /** The first runs of this reading. */
  readonly head: Set<string>;
  readonly before: ReadonlySet<string>;
  /** Number of runs in a row that the previous reading began with. */
  known: number;
}

/**
 * Creates a check that ends live instances whose workflows were closed from outside, within seconds instead of at their
 * next timer. Temporal lists the latest closed workflows first, so no clocks are compared. What one check can't reach
 * in its time, later ones do. An instance that fails is retried by the next check and blocks no other.
 */
export function createClosedCheck(ports: PatrolPorts): () => Promise<void> {
  const { client, lookMs = LOOK_MS } = ports;
  let readings: readonly Reading[] = [];
  let failed: ReadonlySet<string> = new Set();
  const checkClosed = async () => {
    const until = performance.now() + lookMs;
    const list = client.workflow.list({ query: CLOSED_FROM_OUTSIDE, pageSize: PAGE })[Symbol.asyncIterator]();
    const latest: Reading = { list, head: new Set(), before: readings[0]?.head ?? new Set(), known: 0 };
    const again = new Set(await applyToClosed(ports, [...failed]));
    const unread: Reading[] = [];
    for (const reading of [latest, ...readings])
      if (!(await continueReading(ports, reading, again, until))) unread.push(reading);
    readings = unread[0] === latest ? unread : [latest, ...unread];
    failed = again;
  };
  return async () => {
    try {
      await checkClosed();
    } catch (cause) {
      readings = []; // a broken listing can't be continued: the next check starts over
      throw cause;
    }
  };
}

/**
 * Reads at least one page, and more while there is time. Returns whether the end was reached. Adds failures to
 * `failed`.
 */
async function continueReading(
  ports: PatrolPorts,
  reading: Reading,
  failed: Set<string>,
  until: number,
): Promise<boolean> {
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

/** Ends the live instances among these workflows. Returns the workflows whose instances failed. */
async function applyToClosed(ports: PatrolPorts, workflowIds: readonly string[]): Promise<readonly string[]> {
  const failed: string[] = [];
  const live = await findLive(ports.database.sql, [...new Set(workflowIds)]);
  const apply = async (instance: (typeof live)[number]): Promise<void> => {
    try {
      // undefined after a reset, which closes one run and continues in another
      const status = await ports.launch.closedAs(instance.workflowId);
      if (status !== undefined) await endAsClosed(ports, instance, instance, status);
    } catch (err) {
      failed.push(instance.workflowId);
      ports.log.warn({ err, workflowId: instance.workflowId }, 'could not check a closed workflow: trying again');
    }
  };
  for (let at = 0; at < live.length; at += AT_ONCE) await Promise.all(live.slice(at, at + AT_ONCE).map(apply));
  return failed;
}

/**
 * Creates a check that walks over all instances, a page per run. Announces instances again that have unread events in
 * two runs in a row, because Temporal's database was restored to before their nudge. A million instances take 100 runs.
 */
export function createUnheardCheck({ sql }: Pick<Database, 'sql'>): () => Promise<number> {
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
