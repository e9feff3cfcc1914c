import type { JourneyId, PersonId, PersonRef, WorkspaceId } from '../journey/base/ids.ts';
import { type Instant, instant } from '../journey/time/time.ts';
import { type Lock, lockPersons, shareJourneys, withLocks } from './base/locks.ts';
import type { Database, Sql } from './base/sql.ts';

export interface Store {
  /**
   * The one door to what decisions about a person depend on (design.md §3): one transaction under the person's lock.
   * `now` is the store's clock, read under the lock: the only clock that decides.
   */
  person<T>(who: PersonRef, work: Work<T>): Promise<T>;
  /** The same, and no change of the journey (a pause, a stop, a new version) goes on meanwhile (design.md §8). */
  personIn<T>(who: PersonRef & { readonly journey: JourneyId }, work: Work<T>): Promise<T>;
  /** The same for several persons of one workspace, at most 500: their locks are taken in ascending order. */
  persons<T>(workspace: WorkspaceId, persons: readonly PersonId[], work: Work<T>): Promise<T>;
}

type Work<T> = (sql: Sql, now: Instant) => Promise<T>;

/**
 * In READ COMMITTED, and the lock in a statement of its own: a snapshot taken with it would miss what committed while it waited.
 * BEGIN, lock and clock are three statements of one round trip. Work about one person queues here before it takes a connection,
 * so that a burst about one user does not hold the pool.
 */
export function createStore(database: Database): Store {
  const queued = createQueue();
  const locked = <T>(workspace: WorkspaceId, locks: readonly Lock[], work: Work<T>) =>
    database.transaction((sql, opened) => work(sql, instant(opened.at(-1)?.rows[0].now)), withLocks(locks, workspace));

  const alone = <T>({ workspace, person }: PersonRef, work: Work<T>, also: readonly Lock[] = []) =>
    queued(`${workspace}/${person}`, () => locked(workspace, [lockPersons(workspace, [person]), ...also], work));

  return {
    person: (who, work) => alone(who, work),
    personIn: (who, work) => alone(who, work, [shareJourneys(who.workspace, [who.journey])]),
    persons: (workspace, persons, work) => locked(workspace, [lockPersons(workspace, persons)], work),
  };
}

/** One after the other for one name, all names at once. */
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
