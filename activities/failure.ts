import { ApplicationFailure } from '@temporalio/common';
import { Fault } from '../store/base/fault.ts';

/** Failed tries of one round before operators are notified. A deadlock or a restart of the database is over by then. */
const MARK_STUCK_AFTER = 5;

/** Returns whether the store lacks steps that the workflow has taken, which means it was restored from a backup. */
export const isBehind = (cause: unknown): cause is Fault =>
  cause instanceof Fault && (cause.code === 'store-behind' || cause.code === 'no-such-instance');

/** Returns what `instances.stuck` says about a decision that failed; undefined while trying again may still help. */
export function stuckBy(cause: unknown, attempt: number): string | undefined {
  if (isBehind(cause)) return `storeBehind: ${cause.message}`;
  return attempt < MARK_STUCK_AFTER
    ? undefined
    : `decisionFails: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/**
 * Returns the failure for the workflow's history, which names only kinds and IDs. A database error can quote values,
 * and those belong in the log and the store. `StoreBehind` isn't retried, since only an operator can fix it.
 */
export function failureOf(cause: unknown): ApplicationFailure {
  if (cause instanceof ApplicationFailure) return cause;
  if (isBehind(cause)) return ApplicationFailure.nonRetryable(cause.message, 'StoreBehind');
  if (cause instanceof Fault) return ApplicationFailure.create({ type: cause.code, message: cause.message });
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code';
  return ApplicationFailure.create({
    type: 'StoreFailed',
    message: `The database could not record it (${code}). The worker's log says why.`,
  });
}
