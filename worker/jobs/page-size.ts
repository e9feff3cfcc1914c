/** How long a transaction should take that holds the locks of a page of people: a live event of one of them waits for it. */
const TARGET_MS = 40;
const FEWEST = 10;
const MOST = 250;

export interface PageSize {
  size(): number;
  /** So many have been done in this time. */
  note(done: number, ms: number): void;
}

/** As many people as are done within 40 ms, by how long the last page took; between 10 and 250, and never more than twice as many as before. */
export function createPageSize(): PageSize {
  let size = 50;
  return {
    size: () => size,
    note(done, ms) {
      if (done === 0) return;
      const fitting = Math.floor((done * TARGET_MS) / Math.max(ms, 1));
      size = Math.max(FEWEST, Math.min(fitting, 2 * size, MOST));
    },
  };
}
