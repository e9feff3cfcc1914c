import type { JsonValue } from '../../../journey/base/json.ts';
import { objectIn, reasonOf, textIn } from '../../http.ts';
import type { Answer } from '../../port.ts';
import type { ApnsReply } from './connection.ts';

/** Meaning of a reply, with what only APNs says. */
export type Meaning =
  | Answer
  /** The provider token is too old: once more with a new one. */
  | { readonly type: 'expired-token'; readonly reason: string }
  /** The token is wrong, or one of the other service. */
  | { readonly type: 'bad-token'; readonly reason: string };

/** Wait after too many new provider tokens, and after too many messages to one device. */
const TOKEN_UPDATES_MS = 20 * 60_000;
const DEVICE_MS = 60_000;

/** Reasons for which an operator has to change the settings. Devices are never dropped for them. */
const SETTINGS = new Set([
  ...['DeviceTokenNotForTopic', 'BadTopic', 'MissingTopic', 'TopicDisallowed', 'InvalidProviderToken'],
  ...['BadCertificate', 'BadCertificateEnvironment', 'BadEnvironmentKeyInToken', 'BadEnvironmentKeyIdInToken'],
  ...['MissingProviderToken', 'Forbidden', 'UnrelatedKeyIdInToken', 'BadPath', 'MethodNotAllowed'],
]);

/** Returns what APNs's reply means for the message to one device. */
export function readReply(reply: ApnsReply, key: string): Meaning {
  if (reply.type === 'lost') return { type: 'busy', reason: reply.reason, ...(!reply.isEarly && { ambiguous: true }) };
  if (reply.status === 200)
    return { type: 'accepted', providerId: textIn(reply.headers['apns-id'] as JsonValue) ?? key };
  return readError(reply);
}

function readError({ status, body }: Extract<ApnsReply, { type: 'answered' }>): Meaning {
  const { reason: code = '', timestamp } = objectIn(parse(body));
  const reason = reasonOf(`${status} ${textIn(code) ?? ''}`);
  if (status === 410) return { type: 'rejected', reason, status, isDead: true, ...sinceOf(timestamp) };
  if (SETTINGS.has(String(code))) return { type: 'misconfigured', reason: `${reason}; check the APNS settings` };
  switch (code) {
    case 'BadDeviceToken':
      return { type: 'bad-token', reason };
    case 'ExpiredProviderToken':
      return { type: 'expired-token', reason };
    case 'TooManyProviderTokenUpdates':
      return { type: 'busy', reason, status, retryAfterMs: TOKEN_UPDATES_MS };
    default:
      return readStatus(status, reason);
  }
}

const sinceOf = (timestamp: JsonValue | undefined) =>
  typeof timestamp === 'number' && timestamp > 0 ? { deadSince: timestamp } : {};

function readStatus(status: number, reason: string): Meaning {
  if (status === 429) return { type: 'busy', reason, status, retryAfterMs: DEVICE_MS };
  if (status === 503) return { type: 'busy', reason, status };
  if (status >= 500) return { type: 'busy', reason, status, ambiguous: true };
  if (status === 403 || status === 401) return { type: 'misconfigured', reason: `${reason}; check the APNS settings` };
  return { type: 'rejected', reason, status };
}

function parse(body: string): JsonValue | undefined {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}
