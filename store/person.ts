import type { QueryResult } from 'pg';
import type { JourneyId, PersonId, PersonRef, WorkspaceId } from '../journey/base/ids.ts';
import type { TestUser } from '../journey/people/test-user.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import { type Lock, lockJourney, shareJourneys, underLocks, withUserLock, withUserLocks } from './base/locks.ts';
import type { Database, Sql } from './base/sql.ts';

export interface Store {
  /**
   * Runs work in one transaction under a person's lock: the one door to everything that decisions about a person depend
   * on (design.md §3). `now` is what the person's clock shows, read under the lock. No other clock decides anything. It
   * is the store's clock, except for test users.
   */
  person<T>(who: PersonRef, work: WorkAboutOne<T>): Promise<T>;
  /**
   * Like `person`, and shares the journey's lock, so that no pause, stop or new version of the journey commits
   * meanwhile (design.md §8).
   */
  personIn<T>(who: PersonRef & { readonly journey: JourneyId }, work: WorkAboutOne<T>): Promise<T>;
  /**
   * Like `person` for several persons of one workspace, at most 500. Takes their locks in ascending order. `now` is the
   * store's clock; `timeOf` returns what a person's own clock shows.
   */
  persons<T>(workspace: WorkspaceId, persons: readonly PersonId[], work: WorkAboutMany<T>): Promise<T>;
}

type Work<T> = (sql: Sql, now: Instant) => Promise<T>;
/** Work about one person. `test` is set if that is a test user. */
type WorkAboutOne<T> = (sql: Sql, now: Instant, test?: TestUser) => Promise<T>;
type WorkAboutMany<T> = (sql: Sql, now: Instant, timeOf: (person: PersonId) => Instant) => Promise<T>;

/** A user's clock, as `user_clock` returns it. */
interface UserClock extends Partial<TestUser> {
  readonly now: number;
}

/** The workspace's clock, and the clocks of test users. */
interface UserClocks {
  readonly now: number;
  readonly times: Readonly<Record<string, number>> | null;
}

function readLastRow<Row>(opened: readonly QueryResult[]): Row {
  const row: Row | undefined = opened.at(-1)?.rows[0];
  if (row === undefined) throw new TypeError('a transaction was opened without its clock');
  return row;
}

/**
 * Creates the store. Transactions are READ COMMITTED, and each lock is a statement of its own: a snapshot taken
 * together with a lock would miss what was committed while the statement waited. BEGIN, lock and clock go in one round
 * trip. Work about one person queues before it takes a connection, so that a burst about one user doesn't use up the
 * pool.
 */
export function createStore(database: Database): Store {
  const queued = createQueue();
  const lockPerson = <T>(who: PersonRef, work: WorkAboutOne<T>, also: readonly Lock[] = []) =>
    queued(`${who.workspace}/${who.person}`, () =>
      database.transaction(
        (sql, opened) => {
          const { now, speed, sends } = readLastRow<UserClock>(opened);
          return work(sql, instant(Number(now)), speed && sends ? { speed, sends } : undefined);
        },
        withUserLock(who, also),
      ),
    );

  return {
    person: (who, work) => lockPerson(who, work),
    personIn: (who, work) => lockPerson(who, work, [shareJourneys(who.workspace, [who.journey])]),
    persons: (workspace, persons, work) =>
      database.transaction(
        (sql, opened) => {
          const { now, times } = readLastRow<UserClocks>(opened);
          return work(sql, instant(Number(now)), (person) => instant(Number(times?.[person] ?? now)));
        },
        withUserLocks(workspace, persons),
      ),
  };
}

/**
 * Runs work in one transaction under a journey's lock, exclusively: the one door to changes of a journey. Entries and
 * claims share the lock, so none of them misses the change once it has been answered. `now` is the store's clock, read
 * under the lock.
 */
export const inJourney = <T>(
  database: Pick<Database, 'transaction'>,
  { workspace, journey }: { readonly workspace: WorkspaceId; readonly journey: JourneyId },
  work: Work<T>,
): Promise<T> => underLocks(database, workspace, [lockJourney(workspace, journey)], work);

/** Returns a function that runs work in sequence for each name, and concurrently across names. */
function createQueue() {
  const tails = new Map<string, Promise<unknown>>();
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = (tails.get(name) ?? Promise.resolve()).then(work, work);
    const leave = () => {
      if (tails.get(name) === mine) tails.delete(name);
    };
    tails.set(name, mine);
    mine.then(leave, leave);
    return mine;
  };
}
