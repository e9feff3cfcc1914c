/** Target duration of a transaction that locks a page of users, since their live events wait for it. */
const TARGET_MS = 40;
const FEWEST = 10;
const MOST = 250;

export interface PageSize {
  size(): number;
  /** Records that a page of `done` users took `ms`. */
  record(done: number, ms: number): void;
}

/**
 * Creates a page size that adapts so that a page takes about 40 ms, judging by the last one. Between 10 and 250 users,
 * and at most twice the last size.
 */
export function createPageSize(): PageSize {
  let size = 50;
  return {
    size: () => size,
    record(done, ms) {
      if (done === 0) return;
      const fitting = Math.floor((done * TARGET_MS) / Math.max(ms, 1));
      size = Math.max(FEWEST, Math.min(fitting, 2 * size, MOST));
    },
  };
}
