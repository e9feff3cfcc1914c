import type { Queued, Ripe } from '../../store/broadcasts/queue.ts';

/** Users of one journey above which the bug can't be about single users. The journey's whole queue then waits. */
const MOST = 100;
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

export interface HeldBack {
  /** Keeps a user out of the next pages, for 1 s at first, doubling up to 1 min. Returns the attempts so far. */
  add(of: Ripe, queued: Queued): number;
  /** Returns the users to leave out of a journey's next page, or undefined if its whole queue must wait. */
  of(of: Ripe): readonly Queued[] | undefined;
  /** Forgets the users of a page that has succeeded: users left in the queue start from 1 s again. */
  remove(of: Ripe, page: readonly Queued[]): void;
}

/**
 * Creates the record of queued users whom a bug keeps from entering. They stay in the queue, and users behind them
 * enter. It is only in memory, since a restarted worker may have fixed code and should try them at once.
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
