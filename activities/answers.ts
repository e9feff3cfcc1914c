import { ApplicationFailure } from '@temporalio/activity';
import type { Adapter, Answer } from '../channels/port.ts';
import { assertNever } from '../journey/base/assert-never.ts';
import { retryDelayMs } from '../journey/delivery/give-up.ts';
import type { NotNow, Settlement } from '../store/messages/message.ts';

export function settlementOf(answer: Answer, { delivery }: Pick<Adapter, 'delivery'>): Settlement | undefined {
  switch (answer.type) {
    case 'accepted':
      return { outcome: 'sent', providerId: answer.providerId, response: answer.response };
    case 'rejected':
      return { outcome: 'failed', detail: answer.reason, ...answeredOf(answer) };
    // The connection broke and the message may have been sent: an at-most-once channel must not send it again.
    case 'busy':
      return answer.ambiguous && (answer.isFinal || delivery === 'at-most-once')
        ? { outcome: 'unknown', detail: answer.reason }
        : undefined;
    case 'misconfigured':
      return undefined;
    default:
      return assertNever(answer);
  }
}

/** Returns the parts of an answer that are recorded with the outcome. */
const answeredOf = ({ status, response, undelivered }: Extract<Answer, { type: 'busy' | 'rejected' }>) => ({
  status,
  response,
  undelivered,
});

/**
 * Wait between attempts while a channel is misconfigured. A minute is short enough, since a person has to fix it first.
 */
const MISCONFIGURED_MS = 60_000;

export function retryOf(answer: Answer, attempts: number): NotNow {
  const reason = 'reason' in answer ? answer.reason : answer.type;
  if (answer.type === 'misconfigured') return { reason, waitMs: MISCONFIGURED_MS, mayBeOut: false, isHeld: true };
  if (answer.type !== 'busy') return { reason, waitMs: retryDelayMs(attempts), mayBeOut: false };
  const { retryAfterMs = retryDelayMs(attempts), ambiguous = false, isQueued = false } = answer;
  return { reason, waitMs: retryAfterMs, mayBeOut: ambiguous, isHeld: isQueued, ...answeredOf(answer) };
}

/** Returns the failure that makes Temporal start the next attempt after `ms` milliseconds. */
export const retryFailure = (answer: Answer, ms: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: answer.type === 'misconfigured' ? 'ProviderMisconfigured' : 'ProviderBusy',
    message: 'reason' in answer ? answer.reason : answer.type,
    nextRetryDelay: ms,
  });
