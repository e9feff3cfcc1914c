import { Denied, deny } from './problem.ts';

/** Runs work as soon as a place is free. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Short, so that waiting plus reading takes no longer than a read that times out. */
const PATIENCE_MS = 2_000;

/**
 * Creates a limiter that runs at most `most` large reads at once, so that they don't take all connections from small
 * ones. Others wait in order. A read that waits longer than `patienceMs` fails with Denied `busy`.
 */
export function createTurns(most: number, patienceMs = PATIENCE_MS): InTurn {
  const waiting = new Set<() => void>();
  let running = 0;

  const waitForTurn = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = () => {
        clearTimeout(late);
        waiting.delete(begin);
        running += 1;
        resolve();
      };
      const late = setTimeout(() => {
        waiting.delete(begin);
        reject(new Denied(denyBusy(most)));
      }, patienceMs);
      waiting.add(begin);
      if (running < most) begin();
    });

  return async (work) => {
    await waitForTurn();
    try {
      return await work();
    } finally {
      running -= 1;
      const [next] = waiting;
      next?.();
    }
  };
}

const denyBusy = (most: number) =>
  deny(
    'busy',
    `${most} reports, catalogs or counts are already being read, the limit of HEAVY_READS`,
    'send the request again in a second, or raise HEAVY_READS and API_POOL',
    { headers: { 'Retry-After': '1' } },
  );
