import type { JourneyId, PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { arrayText, type Database, literal, type Opening, type Sql } from './sql.ts';

/**
 * The advisory locks of transactions, and the one order in which a transaction takes them:
 *
 * 1. `persons`: users, all of a transaction in one call. The input of decisions changes only under the user's lock.
 * 2. `addresses`: to which a decision is about to send under a frequency cap, all of the user's in one call and in
 *    ascending order. So users who share an address take its slots one after the other (case M11).
 * 3. `journeys`: shared by claims, entries and pages that let users in; exclusive for publish, pause, resume and stop.
 *    So no work misses a change that has been answered (design.md §8). Several in ascending order of ID.
 * 4. `segments`: of a workspace, for every change of its segments.
 * 5. `keys`: of a workspace, for every change of its API keys.
 * 6. `templates`: of a workspace, for every change of its templates, and for a publish that takes some.
 * 7. Row locks come last, since no transaction waits for an advisory lock while it holds a row. First rows of
 *    `experiments`, `journeys` and `broadcasts`, then `due`, then the rest, which only the holder of the user's or
 *    journey's lock writes. A transaction without such a lock takes one row of the outbox (`announceEach`), the
 *    instances of one user in order of ID (`acknowledge`), or rows of many users without waiting (`endClaims`).
 *
 * Two transactions that keep to one order can't wait for each other in a circle. Outside production, a lock taken out
 * of order throws, so that a test finds it whether or not another transaction is in the way.
 */
export type Lock =
  | { readonly type: 'persons'; readonly workspace: WorkspaceId; readonly persons: readonly string[] }
  | { readonly type: 'addresses'; readonly workspace: WorkspaceId; readonly addresses: readonly string[] }
  | {
      readonly type: 'journeys';
      readonly workspace: WorkspaceId;
      readonly journeys: readonly string[];
      readonly mode: 'shared' | 'alone';
    }
  | { readonly type: 'segments'; readonly workspace: WorkspaceId }
  | { readonly type: 'keys'; readonly workspace: WorkspaceId }
  | { readonly type: 'templates'; readonly workspace: WorkspaceId };

export const shareJourneys = (workspace: WorkspaceId, journeys: readonly string[]): Lock => ({
  type: 'journeys',
  workspace,
  journeys: [...new Set(journeys)].toSorted(byCodeUnit),
  mode: 'shared',
});

export const lockJourney = (workspace: WorkspaceId, journey: JourneyId): Lock => ({
  type: 'journeys',
  workspace,
  journeys: [journey],
  mode: 'alone',
});

export const lockPersons = (workspace: WorkspaceId, persons: readonly string[]): Lock => ({
  type: 'persons',
  workspace,
  persons: [...new Set(persons)],
});

export const lockAddresses = (workspace: WorkspaceId, addresses: readonly string[]): Lock => ({
  type: 'addresses',
  workspace,
  addresses: [...new Set(addresses)].toSorted(byCodeUnit),
});

/**
 * Returns the opening of a transaction that takes locks, each in a statement of its own: a snapshot taken together with
 * a lock would miss what was committed while the statement waited. With `clockOf`, the last result is that workspace's
 * clock, read under the locks.
 */
export const withLocks = (locks: readonly Lock[], clockOf?: string): Opening =>
  openWith(locks, clockOf === undefined ? [] : [`select clock(${literal(clockOf)}) as now`]);

/** Like `withLocks` for several users. The last result is a row with the workspace's clock and test users' clocks. */
export const withUserLocks = (workspace: WorkspaceId, persons: readonly PersonId[]): Opening =>
  openWith(
    [lockPersons(workspace, persons)],
    [
      `select now, user_times(${literal(workspace)}, ${literal(arrayText(persons))}::text[], now) as times
         from (select clock(${literal(workspace)}) as now) as c`,
    ],
  );

/** Like `withLocks` for one user, and other locks. The last result is a row with the user's clock. */
export const withUserLock = ({ workspace, person }: PersonRef, also: readonly Lock[]): Opening =>
  openWith(
    [lockPersons(workspace, [person]), ...also],
    [`select * from user_clock(${literal(workspace)}, ${literal(person)})`],
  );

const openWith = (locks: readonly Lock[], statements: readonly string[]): Opening => ({
  text: [...locks.map(textOf), ...statements].join(';'),
  note: (sql) => {
    for (const lock of locks) noteLock(sql, lock);
  },
});

/**
 * Runs work in one transaction under locks. `now` is the workspace's clock, read under them. BEGIN, the locks and the
 * clock go in one round trip.
 *
 * @example
 * await underLocks(database, workspace, [lockJourney(workspace, journey)], async (sql, now) => {
 *   await sql`update journeys set updated_at = now() where workspace = ${workspace} and id = ${journey}`;
 *   return now;
 * });
 */
export const underLocks = <T>(
  { transaction }: Pick<Database, 'transaction'>,
  workspace: WorkspaceId,
  locks: readonly Lock[],
  work: (sql: Sql, now: Instant) => Promise<T>,
): Promise<T> =>
  transaction((sql, opened) => work(sql, instant(Number(opened.at(-1)?.rows[0]?.now))), withLocks(locks, workspace));

/**
 * Takes a lock in a transaction that has begun. Sends nothing for a lock that the transaction already holds.
 * @throws LockOrderViolated outside production
 */
export async function takeLock(sql: Sql, lock: Lock): Promise<void> {
  if (noteLock(sql, lock) === 'held') return;
  const { workspace } = lock;
  switch (lock.type) {
    case 'persons':
      await sql`select lock_persons(${workspace}, ${lock.persons}::text[])`;
      return;
    case 'addresses': {
      const names = lock.addresses.map((address) => addressName(workspace, address));
      await sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`;
      return;
    }
    case 'journeys': {
      const names = lock.journeys.map((id) => journeyName(workspace, id));
      await (lock.mode === 'shared'
        ? sql`select pg_advisory_xact_lock_shared(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`
        : sql`select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest(${names}::text[]) as name`);
      return;
    }
    default:
      await sql`select pg_advisory_xact_lock(hashtextextended(${`${workspace}/${lock.type}`}, 0))`;
  }
}

/** Locks the persons whom no other transaction has locked, without waiting. Returns the persons it locked. */
export async function tryLockPersons<Person extends string>(
  sql: Sql,
  workspace: WorkspaceId,
  persons: readonly Person[],
): Promise<ReadonlySet<Person>> {
  const rows = await sql<{ person: Person }>`
    select person from (select distinct unnest(${persons}::text[]) as person) p
     where pg_try_advisory_xact_lock(hashtextextended(${`${workspace}/`} || person, 0))`;
  const locked = rows.map(({ person }) => person);
  noteLock(sql, lockPersons(workspace, locked));
  return new Set(locked);
}

const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const addressName = (workspace: WorkspaceId, address: string): string => `${workspace}/address/${address}`;
const journeyName = (workspace: WorkspaceId, id: string): string => `${workspace}/journey/${id}`;

/** Returns the statements that take a lock as text, so that they go to the database in one round trip with BEGIN. */
function textOf(lock: Lock): string {
  const { workspace } = lock;
  const one = (name: string, how = '') => `select pg_advisory_xact_lock${how}(hashtextextended(${literal(name)}, 0))`;
  switch (lock.type) {
    case 'persons':
      return lock.persons.length === 1
        ? one(`${workspace}/${lock.persons[0]}`)
        : `select lock_persons(${literal(workspace)}, ${literal(arrayText(lock.persons))}::text[])`;
    case 'addresses':
      return lock.addresses.map((address) => one(addressName(workspace, address))).join(';');
    case 'journeys':
      return lock.journeys
        .map((id) => one(journeyName(workspace, id), lock.mode === 'shared' ? '_shared' : ''))
        .join(';');
    default:
      return one(`${workspace}/${lock.type}`);
  }
}

/** A lock was asked for out of the one order: two transactions could wait for each other in a circle. */
export class LockOrderViolated extends Error {
  override readonly name = 'LockOrderViolated';
}

/** The locks that a transaction holds. */
interface Ledger {
  readonly held: Map<string, 'shared' | 'alone'>;
  rank: number;
  last: string;
}

const ledgers = new WeakMap<Sql, Ledger>();
const isChecked = process.env.NODE_ENV !== 'production';
const RANK = { persons: 1, addresses: 2, journeys: 3, segments: 4, keys: 5, templates: 6 } satisfies Record<
  Lock['type'],
  number
>;

function noteLock(sql: Sql, lock: Lock): 'new' | 'held' {
  const ledger = ledgers.get(sql) ?? { held: new Map(), rank: 0, last: '' };
  ledgers.set(sql, ledger);
  const mode = lock.type === 'journeys' ? lock.mode : 'alone';
  const wanted = namesOf(lock);
  const missing = wanted.filter((name) => !isHeld(ledger, name, mode));
  if (missing.length === 0) return 'held';
  const violation = isChecked ? violationOf(ledger, lock, missing) : undefined;
  if (violation !== undefined)
    throw new LockOrderViolated(
      `${missing.slice(0, 3).join(', ')} (${mode}) was asked for ${violation}. ` +
        'Take locks in the order of store/base/locks.ts',
    );
  for (const name of missing) ledger.held.set(name, mode);
  ledger.rank = Math.max(ledger.rank, RANK[lock.type]);
  ledger.last = missing.at(-1) ?? ledger.last;
  return 'new';
}

function namesOf(lock: Lock): readonly string[] {
  switch (lock.type) {
    case 'persons':
      return lock.persons.map((id) => `person ${lock.workspace}/${id}`);
    case 'addresses':
      return lock.addresses.map((address) => `address ${lock.workspace}/${address}`);
    case 'journeys':
      return lock.journeys.map((id) => `journey ${lock.workspace}/${id}`);
    default:
      return [`${lock.type} of ${lock.workspace}`];
  }
}

const isHeld = ({ held }: Ledger, name: string, mode: 'shared' | 'alone'): boolean => {
  const has = held.get(name);
  return has === 'alone' || has === mode;
};

/** Returns how taking the lock would violate the order, or undefined if it wouldn't. */
function violationOf({ held, rank, last }: Ledger, { type }: Lock, missing: readonly string[]): string | undefined {
  const shared = missing.find((name) => held.has(name));
  if (shared !== undefined) return `while ${shared} is held as shared`;
  if (RANK[type] > rank) return undefined;
  if (type === 'journeys' && RANK[type] === rank && byCodeUnit(last, missing[0] ?? '') < 0) return undefined;
  return `after ${last}`;
}
