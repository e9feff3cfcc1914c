import type { Adapter } from './port.ts';

/**
 * An adapter that asks its provider never more often than `perSecond` in any second. The task queue's limit (worker/system.ts) holds for all
 * workers together, but on the average: after a quiet time its bucket is full, and a burst would come at nearly twice the rate.
 */
export function paced(adapter: Adapter): Adapter {
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

/** One call is on its way a little longer than another. */
const ROOM_MS = 10;

/**
 * Resolves when it is one's turn, in the order of asking: within any window as many as it may have, the window being a second or, for less
 * than one a second, as long as one takes.
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
