import { createHash, createVerify, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../../journey/base/json.ts';
import { objectIn, parseJson, textIn } from '../../http.ts';
import type { CallbackReport, Callbacks } from '../../provider.ts';
import { undeliveredByCode } from '../failure.ts';
import { KEY_ARGUMENT } from './adapter.ts';

/** SendGrid retries events for a day. An older request is a replayed one. */
const OLDEST_MS = 25 * 3_600_000;
/** SendGrid's clock may be ahead. */
const AHEAD_MS = 300_000;

/** Creates the reader of SendGrid's event webhook. Accepts any of the keys, so that keys can be rotated. */
export const createSendgridCallbacks = (keys: readonly KeyObject[], now: () => number): Callbacks => ({
  async read({ headers, body }) {
    if (!keys.some((key) => isSigned(key, headers, body)))
      return { type: 'refused', reason: 'the signature is missing or wrong' };
    const at = Number(headers[TIMESTAMP]) * 1_000;
    if (!(at > now() - OLDEST_MS && at < now() + AHEAD_MS))
      return { type: 'refused', reason: 'the signature is older than 25 hours, or dated in the future' };
    const events = parseJson(body);
    if (!Array.isArray(events)) return { type: 'unreadable', reason: 'the body is not a JSON list of events' };
    return { type: 'read', reports: events.flatMap((event) => reportOf(objectIn(event)) ?? []), inbound: [] };
  },
});

const SIGNATURE = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';

/** Checks ECDSA over the timestamp and the raw body, since SendGrid puts line breaks between events. */
function isSigned(key: KeyObject, { [SIGNATURE]: signature, [TIMESTAMP]: at }: IncomingHttpHeaders, body: Buffer) {
  if (typeof signature !== 'string' || typeof at !== 'string') return false;
  try {
    const signed = createVerify('sha256').update(at).update(body);
    return signed.verify({ key, dsaEncoding: 'der' }, signature, 'base64');
  } catch {
    return false; // another kind of key
  }
}

type Meaning = Pick<CallbackReport, 'status' | 'isPermanent' | 'isMachine' | 'url' | 'reason'>;

/** Returns the report of an event; undefined for kinds that don't concern a message or its recipient. */
function reportOf(event: JsonObject): CallbackReport | undefined {
  const meaning = meaningOf(event);
  if (!meaning) return undefined;
  const { [KEY_ARGUMENT]: key, sg_message_id: id, sg_event_id: eventId, email, timestamp } = event;
  const address = textIn(email);
  const at = typeof timestamp === 'number' ? timestamp * 1_000 : undefined;
  return {
    ...meaning,
    ...(textIn(key) !== undefined && { key: textIn(key) as string }),
    ...(textIn(id) !== undefined && { providerId: String(id).split('.', 1)[0] as string }),
    ...(address !== undefined && { address }),
    ...(at !== undefined && { at }),
    dedupe: textIn(eventId) ?? createHash('sha256').update(JSON.stringify(event)).digest('hex'),
    raw: event,
  };
}

function meaningOf(event: JsonObject): Meaning | undefined {
  switch (event.event) {
    case 'processed':
    case 'deferred':
      return { status: 'accepted' };
    case 'delivered':
      return { status: 'delivered' };
    case 'bounce':
      return { ...bounceOf(event), ...reasonField(event) };
    case 'dropped':
      return { ...dropOf(textIn(event.reason) ?? ''), ...reasonField(event) };
    case 'open':
      return { status: 'viewed', ...(event.sg_machine_open === true && { isMachine: true }) };
    case 'click':
      return { status: 'clicked', ...(textIn(event.url) !== undefined && { url: textIn(event.url) as string }) };
    case 'spamreport':
      return { status: 'complained' };
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { status: 'unsubscribed' };
    case 'group_resubscribe':
      return { status: 'resubscribed' };
    default:
      return undefined;
  }
}

/** `blocked` is temporary. A refusal because of policy or text doesn't affect the address, whatever its name. */
function bounceOf({ type, status, bounce_classification: classified }: JsonObject): Meaning {
  const isBlameless = undeliveredByCode(textIn(status) ?? '').status === 'failed';
  if (isBlameless || classified === 'Content' || classified === 'Reputation') return { status: 'failed' };
  return { status: 'bounced', isPermanent: type !== 'blocked' };
}

/** SendGrid drops messages to addresses on its own suppression lists. */
function dropOf(reason: string): Meaning {
  if (/^bounced address/i.test(reason) || /^invalid( address)?$/i.test(reason))
    return { status: 'bounced', isPermanent: true };
  if (/^unsubscribed address/i.test(reason)) return { status: 'unsubscribed' };
  return { status: /^spam reporting address/i.test(reason) ? 'complained' : 'failed' };
}

function reasonField({ reason, status }: JsonObject): Pick<CallbackReport, 'reason'> {
  const words = [textIn(status), textIn(reason)].filter(Boolean).join(' ');
  return words === '' ? {} : { reason: words.slice(0, 500) };
}
