import { assertNever } from '../../journey/base/assert-never.ts';
import type { JsonValue } from '../../journey/base/json.ts';
import type { Reply } from '../outbound.ts';
import type { Answer } from '../port.ts';
import { retryAfterMs } from '../retry-after.ts';
import { storable, storableText } from '../storable.ts';

/** Client error statuses that mean "try later": request timeout, too early, too many requests. */
const LATER = [408, 425, 429];
const MAX_RESPONSE = 16_384;
const MAX_TEXT = 1_000;

/** Returns what the receiver's reply means for the message. `now` is needed for a `Retry-After` date. */
export function answerOf(key: string, reply: Reply, now: number): Answer {
  switch (reply.type) {
    case 'refused':
      return { type: 'rejected', reason: reply.reason };
    case 'lost':
      return { type: 'busy', reason: reply.reason, ...(!reply.isEarly && { ambiguous: true }) };
    case 'answered':
      return byStatus(key, reply, now);
    default:
      return assertNever(reply);
  }
}

function byStatus(key: string, reply: Extract<Reply, { type: 'answered' }>, now: number): Answer {
  const { status, headers } = reply;
  if (status >= 200 && status < 300) return { type: 'accepted', providerId: key, response: responseIn(reply) };
  if (LATER.includes(status) || status >= 500)
    return {
      type: 'busy',
      reason: `answered ${status}`,
      status,
      response: responseIn(reply),
      retryAfterMs: retryAfterMs(headers['retry-after'], now),
    };
  if (status >= 300 && status < 400)
    return {
      type: 'rejected',
      reason: `answered ${status}: redirects are not followed, give the final address`,
      status,
    };
  return { type: 'rejected', reason: `answered ${status}`, status, response: responseIn(reply) };
}

/** Returns the response for the journey's context: JSON as a value, anything else as text, cut to 1000 characters. */
function responseIn({ body, whole }: Extract<Reply, { type: 'answered' }>): JsonValue | undefined {
  if (body === '') return undefined;
  if (whole && body.length <= MAX_RESPONSE) {
    try {
      return storable(JSON.parse(body) as JsonValue);
    } catch {
      // not JSON: stored as text below
    }
  }
  return storableText(body.slice(0, MAX_TEXT));
}
