import { isObject, type JsonObject } from '../../../journey/base/json.ts';
import {
  type Answered,
  answerByStatus,
  answerUnanswered,
  objectIn,
  type ProviderReply,
  reasonOf,
  textIn,
} from '../../http.ts';
import type { Answer } from '../../port.ts';

/** Wait after 429 without `Retry-After`, as Google asks for. */
const QUOTA_MS = 60_000;

/** Returns what FCM's reply means for the message to one device. */
export function answerOf(reply: ProviderReply): Answer {
  if (reply.type !== 'answered') return answerUnanswered(reply);
  const name = textIn(objectIn(reply.json).name);
  if (reply.status === 200 && name !== undefined) return { type: 'accepted', providerId: name };
  const error = objectIn(reply.json).error;
  return isObject(error) ? answerError(reply, error) : answerWithoutError(reply);
}

/** A page of Google's front end says nothing about the token, whatever its status (firebase-admin-node#1191). */
function answerWithoutError(reply: Answered): Answer {
  if (reply.status === 404) return { type: 'busy', reason: 'answered 404 without an FCM error', status: 404 };
  return answerByStatus(reply, '');
}

function answerError(reply: Answered, error: JsonObject): Answer {
  const { status, retryAfterMs } = reply;
  const details = Array.isArray(error.details) ? error.details.map((each) => objectIn(each)) : [];
  const code =
    textIn(details.find((each) => isOfType(each, 'fcm.v1.FcmError'))?.errorCode) ?? textIn(error.status) ?? '';
  const words = textIn(error.message) ?? '';
  const reason = reasonOf(`${status} ${code}${words === '' ? '' : `: ${words}`}`);
  const later = { type: 'busy', reason, status } as const;
  switch (code) {
    case 'UNREGISTERED':
    case 'UNREGISTERED_FID':
      return { type: 'rejected', reason, status, isDead: true };
    case 'INVALID_ARGUMENT':
      return { type: 'rejected', reason, status, ...(isAboutToken(details, words) && { isDead: true }) };
    // The token belongs to another project. The device isn't dropped: the settings may name the wrong project.
    case 'SENDER_ID_MISMATCH':
      return { type: 'rejected', reason: `${reason}; the token is of another Firebase project`, status };
    case 'THIRD_PARTY_AUTH_ERROR':
      return {
        type: 'misconfigured',
        reason: `${reason}; check the APNs key and web push key of the Firebase project`,
      };
    case 'QUOTA_EXCEEDED':
    case 'RESOURCE_EXHAUSTED':
      return { ...later, retryAfterMs: retryAfterMs ?? QUOTA_MS };
    case 'UNAVAILABLE':
      return { ...later, ...(retryAfterMs !== undefined && { retryAfterMs }) };
    default:
      return answerByStatus(reply, `${code}${words === '' ? '' : `: ${words}`}`);
  }
}

const isOfType = (detail: JsonObject, type: string): boolean => textIn(detail['@type'])?.endsWith(type) === true;

function isAboutToken(details: readonly JsonObject[], words: string): boolean {
  const violations = details
    .filter((each) => isOfType(each, 'google.rpc.BadRequest'))
    .flatMap(({ fieldViolations }) => (Array.isArray(fieldViolations) ? fieldViolations : []));
  if (violations.length > 0) return violations.every((each) => textIn(objectIn(each).field) === 'message.token');
  return /not a valid FCM registration token/i.test(words);
}
