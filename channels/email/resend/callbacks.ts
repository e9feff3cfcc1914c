import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json.ts';
import { objectIn, parseJson, textIn } from '../../http.ts';
import type { CallbackReport, Callbacks } from '../../provider.ts';
import { KEY_TAG } from './adapter.ts';

/** Creates the reader of Resend's webhooks, which are signed by Svix. Any of the secrets will do, for a rotation. */
export const createResendCallbacks = (secrets: readonly string[]): Callbacks => ({
  async read({ headers, body }) {
    const id = one(headers['svix-id']);
    if (!secrets.some((secret) => isSigned(secret, headers, body)))
      return { type: 'refused', reason: 'the signature is missing, wrong or older than 5 minutes' };
    const event = parseJson(body);
    if (!isObject(event)) return { type: 'unreadable', reason: 'the body is not a JSON object' };
    const report = reportOfResend(event, id);
    return { type: 'read', reports: report ? [report] : [], inbound: [] };
  },
});

function isSigned(secret: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  try {
    new Webhook(secret).verify(body.toString('utf8'), {
      'webhook-id': one(headers['svix-id']),
      'webhook-timestamp': one(headers['svix-timestamp']),
      'webhook-signature': one(headers['svix-signature']),
    });
    return true;
  } catch {
    return false;
  }
}

const one = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '');

type Meaning = Pick<CallbackReport, 'status' | 'isPermanent' | 'reason' | 'url'>;

/** Returns the report of an event; undefined for events that aren't about the fate of a message. */
export function reportOfResend(event: JsonObject, id: string): CallbackReport | undefined {
  const data = objectIn(event.data);
  const meaning = meaningOf(textIn(event.type) ?? '', data);
  if (!meaning) return undefined;
  const key = keyIn(data);
  const providerId = textIn(data.email_id);
  const address = Array.isArray(data.to) ? textIn(data.to[0]) : undefined;
  const at = Date.parse(textIn(event.created_at) ?? '');
  return {
    ...meaning,
    ...(key !== undefined && { key }),
    ...(providerId !== undefined && { providerId }),
    ...(address !== undefined && { address }),
    ...(!Number.isNaN(at) && { at }),
    dedupe: id,
    raw: event,
  };
}

function meaningOf(type: string, data: JsonObject): Meaning | undefined {
  const bounce = objectIn(data.bounce);
  const link = textIn(objectIn(data.click).link);
  switch (type) {
    case 'email.sent':
      return { status: 'accepted' };
    case 'email.delivered':
      return { status: 'delivered' };
    case 'email.opened':
      return { status: 'viewed' };
    case 'email.clicked':
      return { status: 'clicked', ...(link !== undefined && { url: link }) };
    case 'email.complained':
      return { status: 'complained' };
    case 'email.bounced':
      return {
        status: 'bounced',
        isPermanent: bounce.type === 'Permanent',
        ...reasonField(bounce.subType, bounce.message),
      };
    case 'email.suppressed':
      return { status: 'bounced', isPermanent: true, ...reasonField('Suppressed', objectIn(data.suppressed).message) };
    case 'email.failed':
      return { status: 'failed', ...reasonField('failed', objectIn(data.failed).reason) };
    default:
      return undefined;
  }
}

function reasonField(...words: readonly (JsonValue | undefined)[]): Pick<CallbackReport, 'reason'> {
  const reason = words.flatMap((each) => textIn(each) ?? []).join(': ');
  return reason === '' ? {} : { reason: reason.slice(0, 500) };
}

/** Reads our key from the tags: an object in events, as opposed to the list in requests. */
function keyIn(data: JsonObject): string | undefined {
  const tag = textIn(objectIn(data.tags)[KEY_TAG]);
  return tag === undefined ? undefined : Buffer.from(tag, 'base64url').toString('utf8');
}
