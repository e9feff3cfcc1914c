import { Denied, deny } from './problem.ts';

/** Does the work when it is its turn. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** So that together with the read itself nobody waits for longer than they would for one that fails. */
const PATIENCE_MS = 2_000;

/**
 * Lets so many of the large reads run at once: they would take every connection from the small ones. Others wait, first come first
 * served.
 * @throws Denied `busy` for one whose turn has not come
 */
export function createTurns(most: number, patienceMs = PATIENCE_MS): InTurn {
  const waiting = new Set<() => void>();
  let running = 0;

  const turn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(late);
        waiting.delete(begin);
        running += 1;
        resolve();
      };
      const late = setTimeout(() => {
        waiting.delete(begin);
        reject(new Denied(busyWith(most)));
      }, patienceMs);
      waiting.add(begin);
      if (running < most) begin();
    });

  return async (work) => {
    await turn();
    try {
      return await work();
    } finally {
      running -= 1;
      const [next] = waiting;
      next?.();
    }
  };
}

const busyWith = (most: number) =>
  deny(
    'busy',
    `${most} reports, catalogues or counts are being read, as many as run at once`,
    'send the same request again in a second, or raise HEAVY_READS and API_POOL',
    { headers: { 'Retry-After': '1' } },
  );
