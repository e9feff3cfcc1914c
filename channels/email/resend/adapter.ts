import { createHash } from 'node:crypto';
import { answerUnanswered, callProvider } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Adapter } from '../../port.ts';
import type { Email } from '../compose.ts';
import { composeFor } from '../compose-for.ts';
import { formatMailbox } from '../mailbox.ts';
import { answerOfResend } from './answer.ts';

export interface ResendPorts {
  readonly outbound: Outbound;
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly from: string;
  readonly perSecond?: number | undefined;
}

/** Name of the tag that brings our key back in every event. */
export const KEY_TAG = 'sojourn_key';
const MAX_KEY = 256;

/** Creates the adapter that sends email by Resend, which sends one message for each key within 24 hours. */
export const createResendAdapter = ({ outbound, apiUrl, apiKey, from, perSecond }: ResendPorts): Adapter<'email'> => ({
  channel: 'email',
  provider: 'resend',
  delivery: 'honours-keys',
  ...(perSecond !== undefined && { perSecond }),

  async deliver(parcel) {
    const composed = composeFor('Resend', parcel, from);
    if (!composed.ok) return composed.answer;
    const reply = await callProvider(outbound, {
      url: `${apiUrl}/emails`,
      headers: { authorization: `Bearer ${apiKey}`, 'idempotency-key': idempotencyKey(parcel.key) },
      body: { type: 'json', value: bodyOf(composed.email, parcel.key) },
    });
    return reply.type === 'answered' ? answerOfResend(reply) : answerUnanswered(reply);
  },
});

/** Returns a key that fits: Resend takes 256 characters. */
const idempotencyKey = (key: string): string =>
  key.length <= MAX_KEY && /^[\x21-\x7e]+$/.test(key) ? key : createHash('sha256').update(key).digest('hex');

function bodyOf({ from, to, replyTo, subject, html, text, headers, messageId }: Email, key: string) {
  const tag = Buffer.from(key).toString('base64url'); // tags take only letters, digits, - and _
  return {
    from: formatMailbox(from),
    to: [to],
    subject,
    text,
    ...(html !== undefined && { html }),
    ...(replyTo && { reply_to: formatMailbox(replyTo) }),
    headers: { ...headers, 'Message-ID': messageId },
    ...(tag.length <= MAX_KEY && { tags: [{ name: KEY_TAG, value: tag }] }),
  };
}
