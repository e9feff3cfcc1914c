import type { JsonObject } from '../../../journey/base/json.ts';
import { objectIn } from '../../http.ts';
import type { CallbackReading, CallbackReport, Callbacks, InboundMessage } from '../../provider.ts';
import { storable, storableText } from '../../storable.ts';
import { keyIn } from '../callback-key.ts';
import { keywordIn } from '../keywords.ts';
import { undeliveredBy } from './errors.ts';
import { isSignedByTwilio, readForm, type TwilioSecrets } from './signature.ts';

/** Reads Twilio's status callbacks and incoming messages. */
export const createTwilioCallbacks = (secrets: TwilioSecrets): Callbacks => ({
  async read(request) {
    if (!isSignedByTwilio(request, secrets))
      return { type: 'refused', reason: 'X-Twilio-Signature is missing or wrong' };
    const fields = fieldsOf(readForm(request.body));
    const sid = fields.MessageSid ?? fields.SmsSid;
    if (sid === undefined) return { type: 'unreadable', reason: 'MessageSid is missing' };
    const status = fields.MessageStatus ?? fields.SmsStatus ?? '';
    if (status === 'received' || status === 'receiving') return readOf([], [inboundOf(sid, fields)]);
    const key = keyIn(request.url);
    return readOf([reportOfTwilio(sid, status, { key, fields })], []);
  },
});

type Fields = Readonly<Record<string, string | undefined>>;

const fieldsOf = (form: URLSearchParams): Fields =>
  Object.fromEntries([...form].map(([name, value]) => [storableText(name), storableText(value)]));

/** An empty `Response` tells Twilio to answer the user with nothing. */
const readOf = (reports: readonly CallbackReport[], inbound: readonly InboundMessage[]): CallbackReading => ({
  ...{ type: 'read', reports, inbound },
  answer: { status: 200, contentType: 'text/xml', body: '<Response/>' },
});

/** Returns the report of a message's status. */
export function reportOfTwilio(
  providerId: string,
  status: string,
  { key, fields }: { readonly key: string | undefined; readonly fields: Fields },
): CallbackReport {
  const code = fields.ErrorCode;
  return {
    ...(key !== undefined && { key }),
    providerId,
    ...outcomeOf(status, Number(code ?? 0)),
    ...(fields.To !== undefined && { address: fields.To }),
    ...(code !== undefined && {
      reason: `Twilio reported ${code}${fields.ErrorMessage ? `: ${fields.ErrorMessage}` : ''}`,
    }),
    dedupe: `${providerId}:${status}`,
    raw: objectIn(storable(fields as JsonObject)),
  };
}

/** Every other status is on the way to one of these: it says that Twilio has the message. */
function outcomeOf(status: string, code: number): Pick<CallbackReport, 'status' | 'isPermanent'> {
  switch (status) {
    case 'delivered':
      return { status: 'delivered' };
    case 'read':
      return { status: 'viewed' };
    case 'failed':
    case 'undelivered':
      return undeliveredBy(code);
    case 'canceled':
      return { status: 'failed' };
    default:
      return { status: 'accepted' };
  }
}

/** Twilio's own words. It answers and blocks by itself, also without Advanced Opt-Out. */
const ANSWERED = /^\s*(stop|unsubscribe|end|quit|stopall|revoke|optout|cancel|start|yes|unstop|help|info)\s*$/i;

function inboundOf(sid: string, fields: Fields): InboundMessage {
  const { From: from = '', To: to = '', Body: text = '', OptOutType: type } = fields;
  const keyword = keywordIn(type ?? '') ?? keywordIn(text);
  return {
    ...{ from, to, text },
    ...(keyword && { keyword }),
    ...(keyword && (type !== undefined || ANSWERED.test(text)) && { isAnswered: true }),
    ...(fields.OriginalRepliedMessageSid !== undefined && { repliesTo: fields.OriginalRepliedMessageSid }),
    dedupe: `${sid}:received`,
    raw: objectIn(storable(fields as JsonObject)),
  };
}
