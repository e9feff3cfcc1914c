import { type Answered, answerUnanswered, callProvider, objectIn, textIn } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Adapter, Answer } from '../../port.ts';
import { withKey } from '../callback-key.ts';
import { chooseSender } from '../choose-sender.ts';
import { MESSAGING_SERVICE, type Senders } from '../senders.ts';
import { answerOfTwilio } from './errors.ts';

export interface TwilioPorts {
  readonly outbound: Outbound;
  readonly apiUrl: string;
  readonly accountSid: string;
  /** The account and its auth token, or an API key and its secret. */
  readonly user: string;
  readonly password: string;
  readonly senders: Senders;
  readonly callbackUrl?: string | undefined;
  readonly perSecond?: number | undefined;
}

/** Longest text that Twilio takes, in characters as JavaScript counts them. */
const MOST_CHARACTERS = 1_600;

/**
 * Tells Twilio to call back up to five times, whatever fails, instead of once. Twilio doesn't send the fragment to us.
 */
const RETRIES = '#rc=5&rp=all';

/**
 * Creates the adapter that sends SMS by Twilio, which has no idempotency keys: it never sends an ambiguous one again.
 */
export function createTwilioAdapter(ports: TwilioPorts): Adapter<'sms'> {
  const { outbound, apiUrl, accountSid, user, password, senders, callbackUrl, perSecond } = ports;
  const url = `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  return {
    channel: 'sms',
    provider: 'twilio',
    delivery: 'at-most-once',
    ...(perSecond !== undefined && { perSecond }),

    async deliver({ key, to, content: { text = '' } }) {
      const chosen = chooseSender(senders, to, text);
      if (chosen.type === 'rejected') return chosen;
      if (text.length > MOST_CHARACTERS) return { type: 'rejected', reason: describeLength(text) };
      const callback = callbackUrl === undefined ? undefined : withKey(callbackUrl, key) + RETRIES;
      const reply = await callProvider(outbound, {
        url,
        headers: { authorization },
        body: { type: 'form', fields: fieldsOf({ to, sender: chosen.sender, text, callback }) },
      });
      return reply.type === 'answered' ? readAnswer(reply) : answerUnanswered(reply);
    },
  };
}

interface TwilioSms {
  readonly to: string;
  readonly sender: string;
  readonly text: string;
  readonly callback: string | undefined;
}

const fieldsOf = ({ to, sender, text, callback }: TwilioSms): readonly (readonly [string, string])[] => [
  ['To', to],
  [MESSAGING_SERVICE.test(sender) ? 'MessagingServiceSid' : 'From', sender],
  ['Body', text],
  ...(callback === undefined ? [] : [['StatusCallback', callback] as const]),
];

function readAnswer(reply: Answered): Answer {
  const providerId = textIn(objectIn(reply.json).sid);
  return reply.status < 300 && providerId !== undefined ? { type: 'accepted', providerId } : answerOfTwilio(reply);
}

const describeLength = (text: string): string =>
  `the text has ${text.length} characters, and Twilio takes ${MOST_CHARACTERS}`;
