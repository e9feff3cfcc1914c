import { assertNever } from '../journey/base/assert-never.ts';
import type { Undelivered } from '../journey/people/report-effects.ts';
import { type Answered, reasonOf } from './http.ts';
import type { Answer } from './port.ts';

/**
 * Meaning of a provider's error code. `rate` and `retry`: nothing was sent, try later. `recipient`: this user can't be
 * reached. `message`: this message can't be sent as it is. `setup`: an operator has to fix credentials, sender,
 * template or account. `unknown`: the provider may have sent it.
 */
export type FaultClass = 'rate' | 'retry' | 'recipient' | 'message' | 'setup' | 'unknown';

/**
 * Returns the answer for a provider's error of a known class. `words` are the provider's code and message;
 * `undelivered` is what its callbacks mean by the same code.
 */
export function answerByClass(
  fault: FaultClass,
  { status, retryAfterMs }: Answered,
  words: string,
  undelivered?: Undelivered,
): Answer {
  const reason = reasonOf(words);
  const later = { type: 'busy', reason, status, ...(retryAfterMs !== undefined && { retryAfterMs }) } as const;
  switch (fault) {
    case 'rate':
    case 'retry':
      return later;
    case 'unknown':
      return { ...later, ambiguous: true };
    case 'recipient':
      return {
        type: 'rejected',
        reason,
        status,
        ...(undelivered && undelivered.status !== 'failed' && { undelivered }),
      };
    case 'message':
      return { type: 'rejected', reason, status };
    case 'setup':
      return { type: 'misconfigured', reason };
    default:
      return assertNever(fault);
  }
}

/** Builds the table of a provider's codes from lists by class. */
export const tabulateFaults = (
  byClass: Readonly<Partial<Record<FaultClass, readonly number[]>>>,
): ReadonlyMap<number, FaultClass> =>
  new Map(
    Object.entries(byClass).flatMap(([fault, codes]) => codes.map((code) => [code, fault as FaultClass] as const)),
  );
