import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, literal, type Opening, type Sql } from '../base/sql.ts';

/** How many months are made in advance. */
const AHEAD = 2;
/** How long a change of the partitions may wait for a reader: other statements queue behind it for as long. */
const PATIENCE = '100ms';
/**
 * Attempts in one run, with pauses in between. After that the next run of the job tries again, weeks before the month
 * begins.
 */
const TRIES = 5;
const PAUSE_MS = 300;

/** A calendar month in UTC, in milliseconds since the epoch. */
interface Month {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Creates the partitions of `events` for the coming months by the machine's clock. Each is created detached and then
 * attached, so that neither readers nor writers wait. A month in which a virtual workspace has already stored events
 * stays in the default partition: slower to drop, but correct. Safe to run twice at once. Returns whether all exist.
 */
export async function makePartitions(database: Pick<Database, 'sql' | 'transaction'>, now = new Date()) {
  let areAllThere = true;
  for (let ahead = 0; ahead <= AHEAD; ahead += 1) {
    const month = monthOf(now, ahead);
    if (await isTaken(database.sql, month)) continue;
    if (!(await attachMonth(database, month))) areAllThere = false;
  }
  return areAllThere;
}

function monthOf(now: Date, ahead: number): Month {
  const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead);
  const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1);
  return { name: `events_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`, from, to };
}

/** Returns whether the partition exists, or the default partition has rows of that month and keeps them. */
async function isTaken(sql: Sql, { name, from, to }: Month): Promise<boolean> {
  const [row] = await sql<{ isTaken: boolean }>`
    select exists (select from pg_inherits where inhparent = 'events'::regclass and inhrelid = to_regclass(${name}))
        or exists (select from events_default where accepted_at >= ${from} and accepted_at < ${to}) as "isTaken"`;
  return row?.isTaken ?? false;
}

/**
 * Creates a month's partition as the owner of the tables, which a worker needn't be. If an event of that month came
 * meanwhile, the month counts as made.
 */
const attachMonth = ({ transaction }: Pick<Database, 'transaction'>, { from }: Month): Promise<boolean> =>
  retryWhileBusy(() => transaction(async () => {}, withShortLockTimeout(`select make_events_month(${from})`))).catch(
    (cause: unknown) => {
      if (codeOf(cause) === IN_DEFAULT) return true;
      throw cause;
    },
  );

/** A month's partition of `events`. */
export interface OldMonth {
  readonly name: string;
}

/** Returns the partitions whose events were all accepted before an instant. */
export async function findMonthsBefore(sql: Sql, instant: number): Promise<readonly OldMonth[]> {
  const rows = await sql<{ name: string; bound: string }>`
    select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events'::regclass order by 1`;
  return rows.filter(({ bound }) => Number(/TO \('?(\d+)'?\)/.exec(bound)?.[1] ?? Number.POSITIVE_INFINITY) <= instant);
}

/**
 * Detaches a month from `events` and drops it. Returns false if it is being read; the next run of the job tries again.
 */
export const dropMonth = ({ transaction }: Pick<Database, 'transaction'>, { name }: OldMonth): Promise<boolean> =>
  retryWhileBusy(() => transaction(async () => {}, withShortLockTimeout(`select drop_events_month(${literal(name)})`)));

/** Returns an opening whose statement fails quickly instead of keeping others waiting. */
const withShortLockTimeout = (statement: string): Opening => ({
  text: `set local lock_timeout = ${literal(PATIENCE)};${statement}`,
  note: () => {},
});

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);
/** `lock_not_available` */
const BUSY = '55P03';
/** `check_violation`: the default partition has rows that belong to the new one. */
const IN_DEFAULT = '23514';

async function retryWhileBusy(work: () => Promise<void>): Promise<boolean> {
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
