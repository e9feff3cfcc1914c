import { ActivityFailure, ApplicationFailure, isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';

/** Returns the failure of a local activity as a value. Throws anything else, which is a fault of the workflow. */
export function asFailure(cause: unknown): TemporalFailure {
  if (!(cause instanceof TemporalFailure) || isCancellation(cause)) throw cause;
  return cause instanceof ActivityFailure && cause.cause instanceof TemporalFailure ? cause.cause : cause;
}

/**
 * Returns how many milliseconds to wait before the next try: 2 s, doubling up to a minute. The wait is a timer, so that
 * it holds no slot and adds little history. If the store lags behind its workflow, the wait is an hour, since only an
 * operator can restore it.
 */
export const pauseAfter = (failure: TemporalFailure, before: number): number =>
  isOfType(failure, 'StoreBehind') ? 3_600_000 : Math.min(60_000, Math.max(2_000, 2 * before));

/** Repeats the work until it succeeds, or until the store refuses it for good. */
export async function persist(work: () => Promise<unknown>): Promise<void> {
  for (let pauseMs = 0; ; await sleep(pauseMs)) {
    const result = await work().catch(asFailure);
    if (!(result instanceof TemporalFailure) || isOfType(result, 'CommandRefused')) return;
    pauseMs = pauseAfter(result, pauseMs);
  }
}

const isOfType = (failure: TemporalFailure, type: string): boolean =>
  failure instanceof ApplicationFailure && failure.type === type;
