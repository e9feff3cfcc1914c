import type { JsonValue } from '../../../journey/base/json.ts';
import { callProvider, knowsNothing, objectIn, reasonOf, textIn } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Ask } from '../../provider.ts';
import { reportOfTwilio } from './callbacks.ts';

export interface TwilioAskPorts {
  readonly outbound: Outbound;
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authorization: string;
}

/** Statuses that add nothing to the acceptance of a message. */
const UNDER_WAY = new Set(['accepted', 'scheduled', 'queued', 'sending']);

/**
 * Creates a function that reads a message by its SID:
 * https://www.twilio.com/docs/messaging/api/message-resource#fetch-a-message-resource.
 */
export const createTwilioAsk =
  ({ outbound, apiUrl, accountSid, authorization }: TwilioAskPorts): Ask =>
  async (sid) => {
    const url = `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages/${encodeURIComponent(sid)}.json`;
    const reply = await callProvider(outbound, { method: 'GET', url, headers: { authorization } });
    if (reply.type !== 'answered') return { type: 'busy', reason: reply.reason };
    if (knowsNothing(reply)) return { type: 'answered', reports: [] };
    const { status: given, error_code: code, error_message: words, to } = objectIn(reply.json);
    const status = textIn(given);
    if (reply.status !== 200 || status === undefined)
      return { type: 'busy', reason: reasonOf(`answered ${reply.status}: ${reply.text}`) };
    if (UNDER_WAY.has(status)) return { type: 'answered', reports: [] };
    const fields = { To: textIn(to), ErrorCode: numberIn(code), ErrorMessage: textIn(words) };
    return { type: 'answered', reports: [reportOfTwilio(sid, status, { key: undefined, fields })] };
  };

/** Error codes are numbers here, but strings in callbacks. */
const numberIn = (code: JsonValue | undefined): string | undefined =>
  typeof code === 'number' ? String(code) : undefined;
