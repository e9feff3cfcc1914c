import { randomUUID } from 'node:crypto';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

/**
 * Resend's API, written from its documentation: https://resend.com/docs/api-reference/emails/send-email,
 * https://resend.com/docs/dashboard/emails/idempotency-keys, https://resend.com/docs/api-reference/errors.
 */
export const API_KEY = 're_test_key';

type Fields = Readonly<Record<string, unknown>>;

export async function startResend(): Promise<Counterpart<Fields>> {
  const first = new Map<string, { readonly body: string; readonly id: string }>();
  return startCounterpart((asked: Asked): Reply<Fields> => {
    const refusal = findRefusal(asked);
    if (refusal) return refusal;
    const key = String(asked.headers['idempotency-key']);
    const earlier = first.get(key);
    if (earlier && earlier.body !== asked.body)
      return fail(409, 'invalid_idempotent_request', 'Same idempotency key used with a different request payload');
    if (earlier) return { status: 200, body: { id: earlier.id } };
    const id = randomUUID();
    first.set(key, { body: asked.body, id });
    return { status: 200, body: { id }, takes: JSON.parse(asked.body) as Fields };
  });
}

function findRefusal({ method, path, headers, body }: Asked): Reply<Fields> | undefined {
  if (method !== 'POST' || path !== '/emails') return fail(404, 'not_found', 'The endpoint was not found');
  if (headers.authorization === undefined)
    return fail(401, 'missing_api_key', 'Missing API key in the authorization header');
  if (headers.authorization !== `Bearer ${API_KEY}`) return fail(400, 'validation_error', 'API key is invalid');
  const key = String(headers['idempotency-key'] ?? '');
  if (key.length < 1 || key.length > 256)
    return fail(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars');
  const flaw = findFlaw(JSON.parse(body) as Fields);
  return flaw === undefined ? undefined : fail(422, 'validation_error', flaw);
}

function findFlaw({ from, to, subject, html, text, tags = [], headers = {} }: Fields): string | undefined {
  if (typeof from !== 'string' || !/^("[^"]*" )?<?[^\s<>@]+@[\x21-\x7e]+>?$/.test(from)) return 'Invalid `from` field';
  if (!Array.isArray(to) || to.length < 1 || to.length > 50) return 'Invalid `to` field';
  if (typeof subject !== 'string' || (html === undefined && text === undefined))
    return 'Missing `html` or `text` field';
  const named = tags as readonly { readonly name: string; readonly value: string }[];
  if (named.some(({ name, value }) => !/^[\w-]{1,256}$/.test(name) || !/^[\w-]{1,256}$/.test(value)))
    return 'Tags should only contain ASCII letters, numbers, underscores, or dashes';
  return Object.values(headers as object).some((value) => /[\r\n]/.test(String(value))) ? 'Invalid header' : undefined;
}

const fail = (statusCode: number, name: string, message: string): Reply<Fields> => ({
  status: statusCode,
  body: { statusCode, name, message },
});
