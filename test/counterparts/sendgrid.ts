import { createSign, type KeyObject, randomUUID } from 'node:crypto';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

/**
 * SendGrid's Web API, written from its documentation: https://www.twilio.com/docs/sendgrid/api-reference/mail-send,
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors,
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features.
 */
export const API_KEY = 'SG.test.key';

type Fields = Readonly<Record<string, unknown>>;

export const startSendgrid = (): Promise<Counterpart<Fields>> =>
  startCounterpart((asked: Asked): Reply<Fields> => {
    const refusal = findRefusal(asked);
    if (refusal) return refusal;
    const id = randomUUID().replaceAll('-', '').slice(0, 22);
    return { status: 202, body: undefined, headers: { 'x-message-id': id }, takes: JSON.parse(asked.body) as Fields };
  });

/** An error in SendGrid's shape. */
export const sendgridError = (status: number, message: string, field: string | null = null): Reply<Fields> => ({
  status,
  body: { errors: [{ message, field, help: null }] },
});

function findRefusal({ method, path, headers, body }: Asked): Reply<Fields> | undefined {
  if (method !== 'POST' || path !== '/v3/mail/send') return sendgridError(404, 'Resource not found');
  if (headers.authorization !== `Bearer ${API_KEY}`)
    return sendgridError(401, 'The provided authorization grant is invalid, expired, or revoked');
  if (headers['content-type'] !== 'application/json')
    return sendgridError(415, 'Content-Type should be application/json');
  if (Buffer.byteLength(body) > 30 * 1_048_576) return sendgridError(413, 'The message size exceeds 30MB');
  const [message, field] = findFlaw(JSON.parse(body) as Fields) ?? [];
  return message === undefined ? undefined : sendgridError(400, message, field ?? null);
}

const ADDRESS = /^[\x21-\x7e]+@[\x21-\x7e]+\.[\x21-\x7e]+$/;
/** Headers that SendGrid writes itself. */
const RESERVED = [
  ...['x-sg-id', 'x-sg-eid', 'received', 'dkim-signature', 'content-type', 'content-transfer-encoding'],
  ...['to', 'from', 'subject', 'reply-to', 'cc', 'bcc'],
];

type Flaw = readonly [message: string, field: string];

interface Mail {
  readonly personalizations?: readonly {
    readonly to?: readonly { readonly email?: string }[];
    readonly custom_args?: Readonly<Record<string, unknown>>;
  }[];
  readonly from?: { readonly email?: string };
  readonly subject?: string;
  readonly content?: readonly { readonly type: string; readonly value: string }[];
  readonly headers?: Readonly<Record<string, unknown>>;
}

const findFlaw = (given: Fields): Flaw | undefined =>
  findAddressFlaw(given as Mail) ?? findContentFlaw(given as Mail) ?? findExtraFlaw(given as Mail);

function findAddressFlaw({ personalizations, from }: Mail): Flaw | undefined {
  const to = personalizations?.[0]?.to ?? [];
  if (to.length < 1) return ['The to array is required for all personalization objects', 'personalizations.0.to'];
  if (to.some(({ email = '' }) => !ADDRESS.test(email)))
    return ['Does not contain a valid address.', 'personalizations.0.to.0.email'];
  return ADDRESS.test(from?.email ?? '')
    ? undefined
    : ['The from email does not contain a valid address.', 'from.email'];
}

function findContentFlaw({ subject, content = [] }: Mail): Flaw | undefined {
  if (!subject) return ['The subject is required', 'subject'];
  if (content.length < 1 || content.some(({ value }) => value === ''))
    return ['The content value must be a string at least one character in length.', 'content.0.value'];
  return content.findIndex(({ type }) => type === 'text/plain') > 0
    ? ['If text/plain is given, it must come first', 'content']
    : undefined;
}

function findExtraFlaw({ personalizations, headers = {} }: Mail): Flaw | undefined {
  const args = personalizations?.[0]?.custom_args ?? {};
  if (Object.values(args).some((value) => typeof value !== 'string') || JSON.stringify(args).length > 10_000)
    return ['The custom arguments are invalid or too large', 'personalizations.0.custom_args'];
  const bad = Object.entries(headers).find(
    ([name, value]) => RESERVED.includes(name.toLowerCase()) || /[\r\n]/.test(String(value)),
  );
  return bad && ['The header is reserved or invalid', `headers.${bad[0]}`];
}

/** Signs the event webhook: ECDSA over the timestamp and the body. */
export const signSendgrid = (privateKey: KeyObject, timestamp: string, body: string): string =>
  createSign('sha256').update(timestamp).update(body).sign({ key: privateKey, dsaEncoding: 'der' }, 'base64');
