import { ApplicationFailure } from '@temporalio/common';
import { Fault } from '../store/base/fault.ts';

/** Tries of one round after which an operator is told: a deadlock or a restart of the database is over by then. */
const TELL_AFTER = 5;

/** Returns whether the store lacks steps that the workflow has taken: it was restored from a backup. */
export const isBehind = (cause: unknown): cause is Fault =>
  cause instanceof Fault && (cause.code === 'store-behind' || cause.code === 'no-such-instance');

/** Returns what `instances.stuck` says about a decision that failed; undefined while trying again may still help. */
export function stuckBy(cause: unknown, attempt: number): string | undefined {
  if (isBehind(cause)) return `storeBehind: ${cause.message}`;
  return attempt < TELL_AFTER ? undefined : `decisionFails: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/**
 * Returns the failure that history keeps: kinds and ids. What a database complains about can quote values, which belong
 * in the log and the store. `StoreBehind` is not retried: only an operator can change it.
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
