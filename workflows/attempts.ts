import { ActivityFailure, ApplicationFailure, isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';

/** Returns the failure of a local activity as a value; anything else is a fault of the workflow. */
export function asFailure(cause: unknown): TemporalFailure {
  if (!(cause instanceof TemporalFailure) || isCancellation(cause)) throw cause;
  return cause instanceof ActivityFailure && cause.cause instanceof TemporalFailure ? cause.cause : cause;
}

/**
 * Returns how many milliseconds to wait before the next try: 2 s up to a minute, as a timer, so that tries hold no slot
 * and little history. A store that lags behind its workflow changes only when an operator restores it: an hour.
 */
export const pauseAfter = (failure: TemporalFailure, before: number): number =>
  isOfType(failure, 'StoreBehind') ? 3_600_000 : Math.min(60_000, Math.max(2_000, 2 * before));

/** Does the work until it succeeds, or until the store refuses it for good. */
export async function persist(work: () => Promise<unknown>): Promise<void> {
  for (let pauseMs = 0; ; await sleep(pauseMs)) {
    const result = await work().catch(asFailure);
    if (!(result instanceof TemporalFailure) || isOfType(result, 'CommandRefused')) return;
    pauseMs = pauseAfter(result, pauseMs);
  }
}

const isOfType = (failure: TemporalFailure, type: string): boolean =>
  failure instanceof ApplicationFailure && failure.type === type;
