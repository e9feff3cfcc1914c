import { type Answered, answerByStatus, objectIn, reasonOf, textIn } from '../../http.ts';
import type { Answer } from '../../port.ts';

/** Resend resets daily quotas at midnight UTC. Asking every hour also notices a changed plan. */
const QUOTA_MS = 3_600_000;

/** The meanings of Resend's error names, which decide before the status does. */
const MISCONFIGURED = new Set([
  ...['missing_api_key', 'restricted_api_key', 'suspended_api_key', 'invalid_api_key', 'invalid_permission'],
]);
const LATER = new Set(['concurrent_idempotent_requests', 'resource_locked', 'rate_limit_exceeded']);
const QUOTA = new Set(['daily_quota_exceeded', 'monthly_quota_exceeded']);

/** Returns what Resend's answer means for the message. */
export function answerOfResend(reply: Answered): Answer {
  const { status, json, retryAfterMs } = reply;
  const id = textIn(objectIn(json).id);
  if (status === 200 && id !== undefined) return { type: 'accepted', providerId: id };
  const { name: given, message } = objectIn(json);
  const name = textIn(given) ?? '';
  const words = textIn(message) ?? '';
  const reason = reasonOf(`answered ${status} ${name}: ${words}`);
  if (MISCONFIGURED.has(name) || isBadKey(name, words)) return { type: 'misconfigured', reason };
  if (LATER.has(name)) return { type: 'busy', reason, status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  if (QUOTA.has(name)) return { type: 'busy', reason, status, retryAfterMs: QUOTA_MS };
  // An earlier attempt had another content. Nobody can tell what became of it, and a new key could send it twice.
  if (name === 'invalid_idempotent_request') return { type: 'busy', reason, status, ambiguous: true, isFinal: true };
  return answerByStatus(reply, name === '' ? undefined : `${name}: ${words}`);
}

/** Newer versions of the API report a wrong key as 400 `validation_error`. */
const isBadKey = (name: string, words: string): boolean =>
  name === 'validation_error' && /\bAPI key is invalid\b/i.test(words);
