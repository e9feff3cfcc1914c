import type { JsonObject, JsonValue } from '../../../journey/base/json.ts';
import { type Answered, answerByStatus, objectIn, reasonOf, textIn } from '../../http.ts';
import type { Answer } from '../../port.ts';

interface About {
  readonly messageId: string;
  readonly now: number;
}

/**
 * Translates SendGrid's answer. Only 202 means that SendGrid has the message; its ID is in a header. A 500 may come
 * after the message was queued, so it is ambiguous (`answerByStatus`).
 */
export function answerOfSendgrid(reply: Answered, { messageId, now }: About): Answer {
  const { status, headers, json } = reply;
  if (status === 202)
    return { type: 'accepted', providerId: textIn(headers['x-message-id'] as JsonValue) ?? messageId };
  const errors = errorsIn(json);
  const words = errors
    .map(({ message, field }) => [textIn(field), textIn(message)].filter(Boolean).join(': '))
    .join('; ');
  if (status === 429) return withWait(answerByStatus(reply, words), untilReset(headers['x-ratelimit-reset'], now));
  if (status === 400 && errors.some(isAboutRecipient))
    return {
      ...{ type: 'rejected', status, reason: reasonOf(`SendGrid answered 400: ${words}`) },
      undelivered: { status: 'bounced', isPermanent: true },
    };
  return answerByStatus(reply, words === '' ? undefined : words);
}

const errorsIn = (json: JsonValue | undefined): readonly JsonObject[] => {
  const { errors } = objectIn(json);
  return Array.isArray(errors) ? errors.slice(0, MAX_ERRORS).map(objectIn) : [];
};
const MAX_ERRORS = 10;

/**
 * An invalid recipient is the only thing that a field named so can be about: there is one, and no other fields vary.
 */
const isAboutRecipient = ({ field }: JsonObject): boolean => /^personalizations\.\d+\.to\b/.test(textIn(field) ?? '');

const withWait = (answer: Answer, wait: number | undefined): Answer =>
  answer.type === 'busy' && answer.retryAfterMs === undefined && wait !== undefined
    ? { ...answer, retryAfterMs: wait }
    : answer;

/** Reads `X-RateLimit-Reset`, in seconds since 1970. Ignores times in the past and other values. */
function untilReset(header: string | string[] | undefined, now: number): number | undefined {
  const wait = Number(header) * 1_000 - now;
  return wait > 0 && wait <= LONGEST_MS ? Math.ceil(wait) : undefined;
}
const LONGEST_MS = 3_600_000;
