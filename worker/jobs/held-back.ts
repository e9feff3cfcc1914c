import type { Queued, Ripe } from '../../store/broadcasts/queue.ts';

/** More than this of one journey, and the bug is not about one user: the journey's queue waits as a whole. */
const MOST = 100;
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

export interface HeldBack {
  /** Keeps a user out of the next pages: a second at first, twice as long each time, a minute at most. Returns the tries so far. */
  add(of: Ripe, queued: Queued): number;
  /** Returns the users to leave out of a journey's next page; undefined: none of its queue is to be tried now. */
  of(of: Ripe): readonly Queued[] | undefined;
  /** Forgets users who have entered meanwhile. */
  remove(of: Ripe, page: readonly Queued[]): void;
}

/**
 * Queued users whom a bug in the code keeps from entering. They stay in the queue, and everyone behind them enters. Kept in memory: a worker that
 * starts may have other code, and tries them at once.
 */
export function createHeldBack(clock: () => number = () => performance.now()): HeldBack {
  const journeys = new Map<string, Map<string, { readonly queued: Queued; tries: number; until: number }>>();
  const nameOf = ({ workspace, journey }: Ripe) => JSON.stringify([workspace, journey]);
  const keyOf = ({ broadcast, nr }: Queued) => JSON.stringify([broadcast, nr]);

  return {
    add(of, queued) {
      const users = journeys.get(nameOf(of)) ?? new Map();
      journeys.set(nameOf(of), users);
      const tries = (users.get(keyOf(queued))?.tries ?? 0) + 1;
      users.set(keyOf(queued), { queued, tries, until: clock() + Math.min(LONGEST_MS, FIRST_MS * 2 ** (tries - 1)) });
      return tries;
    },
    of(of) {
      const users = journeys.get(nameOf(of));
      if (!users) return [];
      const waiting = [...users.values()].filter(({ until }) => until > clock());
      return waiting.length > MOST ? undefined : waiting.map(({ queued }) => queued);
    },
    remove(of, page) {
      const users = journeys.get(nameOf(of));
      if (!users) return;
      for (const queued of page) users.delete(keyOf(queued));
      if (users.size === 0) journeys.delete(nameOf(of));
    },
  };
}
