import type { JsonObject } from '../../../journey/base/json.ts';
import { answerUnanswered, callProvider } from '../../http.ts';
import type { Outbound } from '../../outbound.ts';
import type { Adapter } from '../../port.ts';
import type { Email } from '../compose.ts';
import { composeFor } from '../compose-for.ts';
import type { Mailbox } from '../mailbox.ts';
import { answerOfSendgrid } from './answer.ts';

export interface SendgridPorts {
  readonly outbound: Outbound;
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly from: string;
  readonly perSecond?: number | undefined;
  readonly now: () => number;
}

/** Custom argument that returns Sojourn's key in every event. */
export const KEY_ARGUMENT = 'sojourn_key';
/** SendGrid's limit for custom arguments is 10,000 bytes. */
const MAX_KEY_BYTES = 9_000;

/** Creates the adapter that sends email through SendGrid's Web API, which has no idempotency keys. */
export const createSendgridAdapter = (ports: SendgridPorts): Adapter<'email'> => ({
  channel: 'email',
  provider: 'sendgrid',
  delivery: 'at-most-once',
  ...(ports.perSecond !== undefined && { perSecond: ports.perSecond }),

  async deliver(parcel) {
    const composed = composeFor('SendGrid', parcel, ports.from);
    if (!composed.ok) return composed.answer;
    const { email } = composed;
    const reply = await callProvider(ports.outbound, {
      url: `${ports.apiUrl}/v3/mail/send`,
      headers: { authorization: `Bearer ${ports.apiKey}` },
      body: { type: 'json', value: bodyOf(email, parcel.key) },
    });
    return reply.type === 'answered'
      ? answerOfSendgrid(reply, { messageId: email.messageId, now: ports.now() })
      : answerUnanswered(reply);
  },
});

function bodyOf({ from, to, replyTo, subject, text, html, messageId, headers }: Email, key: string): JsonObject {
  return {
    personalizations: [
      {
        to: [{ email: to }],
        ...(Buffer.byteLength(key) <= MAX_KEY_BYTES && { custom_args: { [KEY_ARGUMENT]: key } }),
      },
    ],
    from: mailboxOf(from),
    ...(replyTo && { reply_to: mailboxOf(replyTo) }),
    subject,
    content: [
      // the text must come first, and neither part may be empty
      { type: 'text/plain', value: text === '' ? ' ' : text },
      ...(html === undefined ? [] : [{ type: 'text/html', value: html }]),
    ],
    headers: { ...headers, 'Message-ID': messageId },
    // SendGrid would add its own unsubscribe links, whose clicks reach Sojourn too late
    tracking_settings: { subscription_tracking: { enable: false } },
  };
}

const mailboxOf = ({ name, address }: Mailbox): JsonObject => ({ email: address, ...(name !== '' && { name }) });
