import type { JsonObject } from '../../../journey/base/json.ts';
import { answerByClass } from '../../fault-class.ts';
import {
  type Answered,
  answerByStatus,
  answerUnanswered,
  callProvider,
  objectIn,
  type ProviderRequest,
  textIn,
} from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Adapter, Answer } from '../../port.ts';
import { withKey } from '../callback-key.ts';
import { chooseSender } from '../choose-sender.ts';
import { measureSms } from '../segments.ts';
import type { Senders } from '../senders.ts';
import { codeIn, faultOfMessage, SMS_FAULTS, undeliveredByMessage, undeliveredByStatus } from './errors.ts';

export interface VonagePorts {
  readonly outbound: Outbound;
  readonly api: VonageApi;
  readonly senders: Senders;
  readonly callbackUrl?: string | undefined;
  readonly perSecond?: number | undefined;
}

export type VonageApi =
  | { readonly type: 'messages'; readonly url: string; readonly authorize: () => string }
  | { readonly type: 'sms'; readonly url: string; readonly apiKey: string; readonly apiSecret: string };

interface Sms {
  readonly from: string;
  /** Digits without a plus. */
  readonly to: string;
  readonly text: string;
  readonly key: string;
  readonly callback: string | undefined;
}

/**
 * Creates the adapter that sends SMS by Vonage's Messages API or its older SMS API. Neither has idempotency keys: it
 * never sends an ambiguous message again.
 */
export function createVonageAdapter({ outbound, api, senders, callbackUrl, perSecond }: VonagePorts): Adapter<'sms'> {
  return {
    channel: 'sms',
    provider: 'vonage',
    delivery: 'at-most-once',
    ...(perSecond !== undefined && { perSecond }),

    async deliver({ key, to, content: { text = '' } }) {
      const chosen = chooseSender(senders, to, text);
      if (chosen.type === 'rejected') return chosen;
      const callback = callbackUrl === undefined ? undefined : withKey(callbackUrl, key);
      const sms: Sms = { from: withoutPlus(chosen.sender), to: withoutPlus(to), text, key, callback };
      const reply = await callProvider(
        outbound,
        api.type === 'messages' ? messagesRequest(api, sms) : smsRequest(api, sms),
      );
      if (reply.type !== 'answered') return answerUnanswered(reply);
      return api.type === 'messages' ? answerOfMessages(reply) : answerOfSms(reply);
    },
  };
}

const withoutPlus = (number: string): string => number.replace(/^\+/, '');

/** Longest echo field of both APIs. Instances have longer ids only if their entry key is long. */
const MOST_REFERENCE = 100;
const referenceOf = (key: string): string | undefined => (key.length <= MOST_REFERENCE ? key : undefined);

function messagesRequest(api: VonageApi & { readonly type: 'messages' }, sms: Sms): ProviderRequest {
  const { from, to, text, key, callback } = sms;
  const reference = referenceOf(key);
  return {
    url: `${api.url}/v1/messages`,
    headers: { authorization: api.authorize() },
    body: {
      type: 'json',
      value: {
        ...{ channel: 'sms', message_type: 'text', to, from, text },
        ...(reference !== undefined && { client_ref: reference }),
        ...(callback !== undefined && { webhook_url: callback }),
      },
    },
  };
}

function smsRequest(api: VonageApi & { readonly type: 'sms' }, sms: Sms): ProviderRequest {
  const { from, to, text, key, callback } = sms;
  const reference = referenceOf(key);
  return {
    url: `${api.url}/sms/json`,
    body: {
      type: 'form',
      fields: [
        ['api_key', api.apiKey],
        ['api_secret', api.apiSecret],
        ['from', from],
        ['to', to],
        ['text', text],
        ['type', measureSms(text).encoding === 'GSM-7' ? 'text' : 'unicode'],
        ...(reference === undefined ? [] : [['client-ref', reference] as const]),
        ...(callback === undefined
          ? []
          : ([
              ['callback', callback],
              ['status-report-req', '1'],
            ] as const)),
      ],
    },
  };
}

function answerOfMessages(reply: Answered): Answer {
  const { message_uuid: id, type, title, detail } = objectIn(reply.json);
  const providerId = textIn(id);
  if (reply.status < 300 && providerId !== undefined) return { type: 'accepted', providerId };
  const words = [textIn(title), textIn(detail)].filter((part) => part !== undefined).join(': ');
  const code = codeIn(textIn(type) ?? '');
  const fault = reply.status < 300 ? undefined : faultOfMessage(code);
  return fault
    ? answerByClass(fault, reply, `Vonage answered ${code}: ${words}`, undeliveredByMessage(code))
    : answerByStatus(reply, words === '' ? undefined : words);
}

/** Reads the answer's parts. If Vonage has taken one, the text is partly out, and must not be sent again. */
function answerOfSms(reply: Answered): Answer {
  const { messages } = objectIn(reply.json);
  const parts = (Array.isArray(messages) ? messages : []).map(objectIn);
  const accepted = parts.find(({ status }) => status === '0');
  const refused = parts.find(({ status }) => status !== '0');
  const providerId = textIn(accepted?.['message-id']);
  if (providerId !== undefined && !refused) return { type: 'accepted', providerId };
  if (!refused) return answerByStatus(reply);
  const words = wordsOf(refused);
  if (accepted) return { type: 'busy', ambiguous: true, reason: `Vonage took a part of the text only. ${words}` };
  const status = Number(refused.status);
  const fault = SMS_FAULTS.get(status);
  const wait = Number(/wait \[ *(\d+) *\]/.exec(textIn(refused['error-text']) ?? '')?.[1] ?? Number.NaN);
  const said = Number.isNaN(wait) ? reply : { ...reply, retryAfterMs: wait };
  return answerByClass(fault ?? 'message', said, words, undeliveredByStatus(status));
}

const wordsOf = ({ status, 'error-text': text }: JsonObject): string =>
  `Vonage answered ${typeof status === 'string' ? status : '?'}: ${textIn(text) ?? ''}`;
