import type { JourneyId, PersonId, PersonRef, WorkspaceId } from '../journey/base/ids.ts';
import type { Instant } from '../journey/time/time.ts';
import { type Lock, lockJourney, lockPersons, shareJourneys, underLocks } from './base/locks.ts';
import type { Database, Sql } from './base/sql.ts';

export interface Store {
  /**
   * Runs work in one transaction under a person's lock: the one door to everything that decisions about a person depend
   * on (design.md §3). `now` is the store's clock, read under the lock. No other clock decides anything.
   */
  person<T>(who: PersonRef, work: Work<T>): Promise<T>;
  /**
   * Like `person`, and shares the journey's lock, so that no pause, stop or new version of the journey commits
   * meanwhile (design.md §8).
   */
  personIn<T>(who: PersonRef & { readonly journey: JourneyId }, work: Work<T>): Promise<T>;
  /** Like `person` for several persons of one workspace, at most 500. Takes their locks in ascending order. */
  persons<T>(workspace: WorkspaceId, persons: readonly PersonId[], work: Work<T>): Promise<T>;
}

type Work<T> = (sql: Sql, now: Instant) => Promise<T>;

/**
 * Creates the store. Transactions are READ COMMITTED, and each lock is a statement of its own: a snapshot taken
 * together with a lock would miss what was committed while the statement waited. BEGIN, lock and clock go in one round
 * trip. Work about one person queues before it takes a connection, so that a burst about one user doesn't use up the
 * pool.
 */
export function createStore(database: Database): Store {
  const queued = createQueue();
  const runLocked = <T>(workspace: WorkspaceId, locks: readonly Lock[], work: Work<T>) =>
    underLocks(database, workspace, locks, work);

  const lockPerson = <T>({ workspace, person }: PersonRef, work: Work<T>, also: readonly Lock[] = []) =>
    queued(`${workspace}/${person}`, () => runLocked(workspace, [lockPersons(workspace, [person]), ...also], work));

  return {
    person: (who, work) => lockPerson(who, work),
    personIn: (who, work) => lockPerson(who, work, [shareJourneys(who.workspace, [who.journey])]),
    persons: (workspace, persons, work) => runLocked(workspace, [lockPersons(workspace, persons)], work),
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
