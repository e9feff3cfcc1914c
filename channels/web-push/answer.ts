import { type Answered, answerByStatus, objectIn, type ProviderReply, reasonOf, textIn } from '../http.ts';
import type { Answer } from '../port.ts';

/** Wait after 429 without `Retry-After`. */
const BUSY_MS = 60_000;

/** Returns what a push service's reply means for the message (RFC 8030 §5, and what the services make of it). */
export function answerOf(reply: ProviderReply, key: string): Answer {
  const answer = answerReply(reply, key);
  // each browser has its own push service, so messages to other browsers are still sent
  return answer.type === 'busy' ? { ...answer, isOfRecipient: true } : answer;
}

function answerReply(reply: ProviderReply, key: string): Answer {
  switch (reply.type) {
    // the endpoint is from a browser, so a forbidden one is no fault of the settings
    case 'refused':
      return { type: 'rejected', reason: reply.reason, isDead: true };
    case 'lost':
      return { type: 'busy', reason: reply.reason, ...(!reply.isEarly && { ambiguous: true }) };
    case 'answered':
      return answerStatus(reply, key);
  }
}

function answerStatus(reply: Answered, key: string): Answer {
  const { status, headers, json, text, retryAfterMs } = reply;
  const words = textIn(objectIn(json).reason) ?? textIn(objectIn(json).message) ?? (isMarkup(text) ? '' : text);
  const reason = reasonOf(`answered ${status}${words === '' ? '' : `: ${words}`}`);
  const later = { type: 'busy', reason, status } as const;
  if (status >= 200 && status < 300) return { type: 'accepted', providerId: headers.location ?? key };
  switch (status) {
    case 404:
    case 410:
      return isMarkup(text) ? { ...later } : { type: 'rejected', reason, status, isDead: true };
    case 400:
    case 413:
      return { type: 'rejected', reason, status };
    case 429:
      return { ...later, retryAfterMs: retryAfterMs ?? BUSY_MS };
    case 503:
      return { ...later, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    case 401:
    case 403:
      return { type: 'misconfigured', reason: `${reason}; check VAPID_PRIVATE_KEY, VAPID_SUBJECT and the clock` };
    default:
      return answerByStatus(reply, words);
  }
}

/** A page of a proxy says nothing about the subscription. */
const isMarkup = (text: string): boolean => /^\s*</.test(text);
