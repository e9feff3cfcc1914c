import { createHash, createHmac, createVerify, randomUUID } from 'node:crypto';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

type Fields = Readonly<Record<string, string>>;
export type Vonage = Counterpart<Fields>;

export const API_KEY = 'abcd1234';
export const API_SECRET = 'secret-of-the-account';
export const APPLICATION_ID = '00000000-0000-4000-8000-000000000000';

/**
 * Starts Vonage's Messages API and SMS API, written from their documentation:
 * https://developer.vonage.com/en/api/messages, https://developer.vonage.com/en/api/sms,
 * https://developer.vonage.com/en/getting-started/concepts/signing-messages.
 * @param publicKey Of the application
 */
export const startVonage = (publicKey: string): Promise<Vonage> =>
  startCounterpart((asked) => {
    if (asked.path === '/v1/messages' && asked.method === 'POST') return replyOfMessages(asked, publicKey);
    return asked.path === '/sms/json' && asked.method === 'POST' ? replyOfSms(asked) : { status: 404, body: {} };
  });

/** An error of the Messages API. */
export const vonageProblem = (status: number, code: number, title = 'Something is wrong'): Reply<Fields> => ({
  ...{ status, contentType: 'application/problem+json' },
  body: {
    type: `https://developer.vonage.com/api-errors/messages#${code}`,
    ...{ title, detail: 'See the documentation', instance: randomUUID() },
  },
});

function replyOfMessages({ headers, body }: Asked, publicKey: string): Reply<Fields> {
  if (!isAuthorized(headers.authorization ?? '', publicKey)) return vonageProblem(401, 1080, 'Unauthorized');
  const fields = JSON.parse(body) as Fields;
  const { channel, message_type: kind, to = '', from = '', text = '', client_ref: reference = '' } = fields;
  const isWhole = channel === 'sms' && kind === 'text' && text !== '' && /^(?!\+)./.test(from);
  if (!isWhole || !/^\d{7,15}$/.test(to)) return vonageProblem(422, 1020, 'Invalid params');
  if (reference.length > 100) return vonageProblem(422, 1010, 'client_ref is too long');
  return { status: 202, body: { message_uuid: randomUUID() }, takes: fields };
}

function isAuthorized(authorization: string, publicKey: string): boolean {
  if (authorization === `Basic ${Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64')}`) return true;
  const [, header = '', payload = '', signature = ''] = /^Bearer (.+)\.(.+)\.(.+)$/.exec(authorization) ?? [];
  const isSigned = createVerify('RSA-SHA256')
    .update(`${header}.${payload}`)
    .verify(publicKey, Buffer.from(signature, 'base64url'));
  if (!isSigned) return false;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const nowS = Date.now() / 1_000;
  return (
    claims.application_id === APPLICATION_ID &&
    typeof claims.jti === 'string' &&
    Number(claims.iat) <= nowS + 1 &&
    Number(claims.exp) > nowS &&
    Number(claims.exp) - Number(claims.iat) <= 86_400
  );
}

type Parts = readonly { readonly status: string; readonly text?: string }[];

/** An answer of the SMS API, which is 200 with a status for each part. */
export function vonageParts(parts: Parts, takes?: Fields): Reply<Fields> {
  const messages = parts.map(({ status, text = 'Something is wrong' }) =>
    status === '0'
      ? { 'message-id': randomUUID(), status, 'remaining-balance': '3.14', 'message-price': '0.03', network: '20408' }
      : { status, 'error-text': text },
  );
  return { status: 200, body: { 'message-count': String(messages.length), messages }, ...(takes && { takes }) };
}

function replyOfSms({ body }: Asked): Reply<Fields> {
  const fields = Object.fromEntries(new URLSearchParams(body)) as Fields;
  const { api_key: key, api_secret: secret, from = '', to = '', text = '', 'client-ref': reference = '' } = fields;
  if (key !== API_KEY || secret !== API_SECRET) return vonageParts([{ status: '4', text: 'Bad Credentials' }]);
  if (from === '' || to === '' || text === '') return vonageParts([{ status: '2', text: 'Missing parameters' }]);
  if (!/^\d{7,15}$/.test(to) || reference.length > 100)
    return vonageParts([{ status: '3', text: 'Invalid parameters' }]);
  return vonageParts([{ status: '0' }], fields);
}

/** Signs a callback of the Messages API. */
export function signVonageToken(body: string, secret: string, claims: Readonly<Record<string, unknown>> = {}): string {
  const payload = {
    ...{ iat: Math.floor(Date.now() / 1_000), jti: randomUUID(), iss: 'Vonage', api_key: API_KEY },
    payload_hash: createHash('sha256').update(body).digest('hex'),
    ...claims,
  };
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`;
  return `Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
