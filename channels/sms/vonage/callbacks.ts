import type { JsonObject, JsonValue } from '../../../journey/base/json.ts';
import { objectIn, textIn } from '../../http.ts';
import type {
  CallbackReading,
  CallbackReport,
  CallbackRequest,
  Callbacks,
  InboundMessage,
  MessagePart,
} from '../../provider.ts';
import { storable, storableText } from '../../storable.ts';
import { keyIn } from '../callback-key.ts';
import { keywordIn } from '../keywords.ts';
import { codeIn, undeliveredByMessage, undeliveredByReceipt } from './errors.ts';
import { findTokenFlaw } from './jwt.ts';
import { findSignatureFlaw, type SignatureMethod } from './signature.ts';

export interface VonageSecrets {
  readonly secrets: readonly string[];
  readonly method: SignatureMethod;
  readonly now: () => number;
}

/** Reads callbacks of both APIs: JSON with a signed token, or fields with a signature among them. */
export const createVonageCallbacks = ({ secrets, method, now }: VonageSecrets): Callbacks => ({
  async read(request) {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const flaw = findTokenFlaw(authorization, request.body, { secrets, now: now() });
      if (flaw !== undefined) return { type: 'refused', reason: flaw };
      const json = parseJson(request.body);
      return json
        ? readMessages(json, keyIn(request.url))
        : { type: 'unreadable', reason: 'the body isn’t a JSON object' };
    }
    const fields = fieldsOf(request);
    const flaw = findSignatureFlaw(fields, { secrets, method, now: now() });
    return flaw === undefined ? readSms(fields, keyIn(request.url)) : { type: 'refused', reason: flaw };
  },
});

function readMessages(json: JsonObject, keyOfUrl: string | undefined): CallbackReading {
  const providerId = textIn(json.message_uuid);
  if (providerId === undefined) return { type: 'unreadable', reason: 'message_uuid is missing' };
  const at = instantIn(json.timestamp);
  const around = { ...(at !== undefined && { at }), raw: objectIn(storable(json)) };
  const status = textIn(json.status);
  if (status === undefined) {
    const text = textIn(json.text) ?? '';
    return readOf([], [{ ...inboundOf(json.from, json.to, text), dedupe: `${providerId}:inbound`, ...around }]);
  }
  const key = textIn(json.client_ref) ?? keyOfUrl;
  const { type, title, detail } = objectIn(json.error);
  const reason = [textIn(title), textIn(detail)].filter((part) => part !== undefined).join(': ');
  const report: CallbackReport = {
    ...(key !== undefined && { key }),
    providerId,
    ...outcomeOf(status, undeliveredByMessage(codeIn(textIn(type) ?? textIn(title) ?? ''))),
    ...addressIn(json.to),
    ...(reason !== '' && { reason: `Vonage reported ${reason}` }),
    dedupe: `${providerId}:${status}`,
    ...around,
  };
  return readOf([report], []);
}

function readSms(fields: Fields, keyOfUrl: string | undefined): CallbackReading {
  const { messageId: providerId, status, text, msisdn, to, 'err-code': code = '0' } = fields;
  if (providerId === undefined) return { type: 'unreadable', reason: 'messageId is missing' };
  const at = instantIn(fields['message-timestamp']);
  const { sig: _, ...unsigned } = fields;
  const around = { ...(at !== undefined && { at }), raw: objectIn(storable(unsigned as JsonObject)) };
  if (status === undefined) {
    const part = partIn(fields);
    const inbound = inboundOf(msisdn, to, text ?? '');
    const nr = fields['concat-part'];
    const dedupe = `${providerId}:inbound${nr === undefined ? '' : `:${nr}`}`;
    const { keyword: _, ...plain } = inbound;
    return readOf([], [{ ...(part ? { ...plain, part } : inbound), dedupe, ...around }]);
  }
  const key = fields['client-ref'] ?? keyOfUrl;
  const report: CallbackReport = {
    ...(key !== undefined && { key }),
    providerId,
    ...outcomeOf(status, undeliveredByReceipt(Number(code))),
    ...addressIn(msisdn),
    ...(code !== '0' && { reason: `Vonage reported ${code}` }),
    dedupe: `${providerId}:${status}`, // each part of a long text has an id of its own
    ...around,
  };
  return readOf([report], []);
}

/**
 * Reads the number of a part of a long message:
 * https://developer.vonage.com/en/messaging/sms/guides/concatenation-and-encoding.
 */
function partIn(fields: Fields): MessagePart | undefined {
  const { 'concat-ref': ref, 'concat-part': nr, 'concat-total': of } = fields;
  const part = { ref: ref ?? '', nr: Number(nr), of: Number(of) };
  const isPart =
    ref !== undefined && Number.isInteger(part.nr) && part.nr >= 1 && part.nr <= part.of && part.of <= MOST_PARTS;
  return isPart && part.of > 1 ? part : undefined;
}
const MOST_PARTS = 255;

const readOf = (reports: readonly CallbackReport[], inbound: readonly InboundMessage[]): CallbackReading => ({
  type: 'read',
  reports,
  inbound,
});

/** Statuses of both APIs. `unknown` and the like say that Vonage has the message. */
function outcomeOf(
  status: string,
  undelivered: Pick<CallbackReport, 'status' | 'isPermanent'>,
): Pick<CallbackReport, 'status' | 'isPermanent'> {
  switch (status) {
    case 'delivered':
      return { status: 'delivered' };
    case 'read':
      return { status: 'viewed' };
    case 'failed':
    case 'rejected':
    case 'undeliverable':
      return undelivered;
    case 'expired':
      return { status: 'failed' };
    default:
      return { status: 'accepted' };
  }
}

/** Vonage answers keywords for US short codes and campaigns only, and doesn't say so. */
function inboundOf(from: JsonValue | undefined, to: JsonValue | undefined, text: string) {
  const keyword = keywordIn(text);
  return { from: plusTo(textIn(from) ?? ''), to: plusTo(textIn(to) ?? ''), text, ...(keyword && { keyword }) };
}

const addressIn = (number: JsonValue | undefined) => {
  const digits = textIn(number);
  return digits === undefined ? {} : { address: plusTo(digits) };
};

/** Vonage writes numbers without a plus. Short codes and names have none. */
const plusTo = (number: string): string => (/^\d{9,15}$/.test(number) ? `+${number}` : number);

type Fields = Readonly<Record<string, string>>;

/** The fields of a GET, a form or a JSON body. Our own `key` in the URL isn't Vonage's, and isn't signed. */
function fieldsOf({ url, headers, body }: CallbackRequest): Fields {
  const isJson = /json/i.test(headers['content-type'] ?? '');
  const json = isJson ? Object.entries(parseJson(body) ?? {}) : [];
  const form = isJson ? [] : [...new URLSearchParams(body.toString('utf8'))];
  const query = [...new URL(url).searchParams].filter(([name]) => name !== 'key');
  const read = [...query, ...form, ...json].map(([name, value]) => [storableText(name), storableText(String(value))]);
  return Object.fromEntries(read) as Fields;
}

function parseJson(body: Buffer): JsonObject | undefined {
  try {
    const value = JSON.parse(body.toString('utf8')) as JsonValue;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads `2026-03-01T10:00:00Z` and `2026-03-01 10:00:00`, which is UTC too. */
function instantIn(value: JsonValue | undefined): number | undefined {
  const text = textIn(value);
  const ms = text === undefined ? Number.NaN : Date.parse(/ \d\d:/.test(text) ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(ms) ? undefined : ms;
}
