import type { Adapter } from './port.ts';

/**
 * Wraps an adapter so that it calls its provider at most `perSecond` times in any second. The task queue's limit
 * (worker/system.ts) covers all workers but only on average: after a quiet time, a burst would reach nearly twice the
 * rate.
 */
export function paceAdapter(adapter: Adapter): Adapter {
  const { perSecond } = adapter;
  if (perSecond === undefined) return adapter;
  const turn = createPace(perSecond);
  return {
    ...adapter,
    async deliver(parcel, handingOver) {
      await turn();
      return adapter.deliver(parcel, handingOver);
    },
  };
}

/** Safety margin, since calls take different times to arrive. */
const ROOM_MS = 10;

/**
 * Creates a function that resolves when the caller's turn comes, in order. No second has more than `perSecond` turns. A
 * rate below 1 gives one turn per 1 / `perSecond` seconds.
 */
export function createPace(perSecond: number): () => Promise<void> {
  const atOnce = Math.max(1, Math.floor(perSecond));
  const windowMs = (1000 * atOnce) / perSecond + ROOM_MS;
  const granted: number[] = [];
  let last = Promise.resolve();
  const grant = async () => {
    const oldest = granted.length < atOnce ? undefined : granted.shift();
    const left = oldest === undefined ? 0 : oldest + windowMs - performance.now();
    if (left > 0) await sleep(Math.ceil(left));
    granted.push(performance.now());
  };
  return () => {
    last = last.then(grant);
    return last;
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
