import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, literal, type Opening, type Sql } from '../base/sql.ts';

/** Months that exist before they are needed. */
const AHEAD = 2;
/** Nobody waits longer than this behind a change of the partitions that waits for a reader itself. */
const PATIENCE = '100ms';
/** Tries in one go, with pauses between; after them the next run of the job tries again, weeks before the month begins. */
const TRIES = 5;
const PAUSE_MS = 300;

/** In milliseconds since the epoch. */
interface Month {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Makes the coming months' partitions of `events` by the machine's clock. Each is made apart and then attached, so that neither readers nor writers
 * wait for it. A month in which a virtual workspace has put events already stays in the default partition: slower to drop, not wrong.
 * Safe to run twice at once. Answers whether all are there.
 */
export async function makePartitions(database: Pick<Database, 'sql' | 'transaction'>, now = new Date()) {
  let areAllThere = true;
  for (let ahead = 0; ahead <= AHEAD; ahead += 1) {
    const month = monthOf(now, ahead);
    if (await isTaken(database.sql, month)) continue;
    if (!(await attach(database, month))) areAllThere = false;
  }
  return areAllThere;
}

function monthOf(now: Date, ahead: number): Month {
  const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead);
  const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1);
  return { name: `events_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`, from, to };
}

/** It is there, or the default partition has rows of that month and keeps them. */
async function isTaken(sql: Sql, { name, from, to }: Month): Promise<boolean> {
  const [row] = await sql<{ isTaken: boolean }>`
    select exists (select from pg_inherits where inhparent = 'events'::regclass and inhrelid = to_regclass(${name}))
        or exists (select from events_default where accepted_at >= ${from} and accepted_at < ${to}) as "isTaken"`;
  return row?.isTaken ?? false;
}

/** Makes a month as the owner of the tables, which a worker need not be. An event of that month may have come since the look: then it is taken. */
const attach = ({ transaction }: Pick<Database, 'transaction'>, { from }: Month): Promise<boolean> =>
  tryGently(() => transaction(async () => {}, gently(`select make_events_month(${from})`))).catch((cause: unknown) => {
    if (codeOf(cause) === IN_DEFAULT) return true;
    throw cause;
  });

/** A month of events that is over. */
export interface OldMonth {
  readonly name: string;
}

/** Partitions all of whose events were accepted before an instant. */
export async function monthsBefore(sql: Sql, instant: number): Promise<readonly OldMonth[]> {
  const rows = await sql<{ name: string; bound: string }>`
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events'::regclass order by 1`;
  return rows.filter(({ bound }) => Number(/TO \('?(\d+)'?\)/.exec(bound)?.[1] ?? Number.POSITIVE_INFINITY) <= instant);
}

/** Takes a month out of `events` and drops it. False: somebody reads it just now; the next run of the job tries again. */
export const dropMonth = ({ transaction }: Pick<Database, 'transaction'>, { name }: OldMonth): Promise<boolean> =>
  tryGently(() => transaction(async () => {}, gently(`select drop_events_month(${literal(name)})`)));

/** A statement that would rather fail than keep others waiting. */
const gently = (statement: string): Opening => ({
  text: `set local lock_timeout = ${literal(PATIENCE)};${statement}`,
  note: () => {},
});

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);
/** A lock was not to be had in time. */
const BUSY = '55P03';
/** The default partition has rows that the new one would have to take. */
const IN_DEFAULT = '23514';

async function tryGently(work: () => Promise<void>): Promise<boolean> {
  for (let nr = 1; ; nr += 1) {
    try {
      await work();
      return true;
    } catch (cause) {
      if (codeOf(cause) !== BUSY) throw cause;
      if (nr === TRIES) return false;
      await sleep(PAUSE_MS);
    }
  }
}
