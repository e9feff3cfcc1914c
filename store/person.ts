import type { PersonRef } from '../journey/ids.ts';
import { type Instant, instant } from '../journey/time.ts';
import { type Database, literal, type Sql } from './sql.ts';

export interface Store {
  /**
   * The one door to what decisions about a person depend on (design.md §3): one transaction under the person's lock.
   * `now` is the store's clock, read under the lock: the only clock that decides.
   */
  person<T>(who: PersonRef, work: (sql: Sql, now: Instant) => Promise<T>): Promise<T>;
}

/**
 * In READ COMMITTED, and the lock in a statement of its own: a snapshot taken with it would miss what committed while it waited.
 * BEGIN, lock and clock are three statements of one round trip. Work about one person queues here before it takes a connection,
 * so that a burst about one user does not hold the pool.
 */
export function createStore(database: Database): Store {
  const queue = createQueue();
  return {
    person: ({ workspace, person }, work) =>
      queue(`${workspace}/${person}`, () =>
        database.transaction(
          (sql, opened) => work(sql, instant(opened.at(-1)?.rows[0].now)),
          `select pg_advisory_xact_lock(hashtextextended(${literal(`${workspace}/${person}`)}, 0));` +
            `select clock(${literal(workspace)}) as now`,
        ),
      ),
  };
}

/** One after the other for one name, all names at once. */
function createQueue() {
  const tails = new Map<string, Promise<unknown>>();
  return <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(name);
    const mine = before ? before.then(work, work) : work();
    const tail = mine.then(
      () => {},
      () => {},
    );
    tails.set(name, tail);
    void tail.then(() => {
      if (tails.get(name) === tail) tails.delete(name);
    });
    return mine;
  };
}
