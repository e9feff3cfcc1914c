import { randomUUID } from 'node:crypto';
import { type Asked, type Counterpart, type Reply, startCounterpart } from './counterpart.ts';

/**
 * Resend's API, written from its documentation: https://resend.com/docs/api-reference/emails/send-email,
 * https://resend.com/docs/dashboard/emails/idempotency-keys, https://resend.com/docs/api-reference/errors.
 */
export const API_KEY = 're_test_key';

type Fields = Readonly<Record<string, unknown>>;

export interface Resend extends Counterpart<Fields> {
  /** Sets the last event that requests about an address's emails return. Default: `sent`. */
  become(to: string, lastEvent: string): void;
  /** Requests about emails. */
  readonly asked: readonly string[];
}

export async function startResend(): Promise<Resend> {
  const taken = new Map<string, string>();
  const fates = new Map<string, string>();
  const asked: string[] = [];
  const first = new Map<string, { readonly body: string; readonly id: string }>();
  const counterpart = await startCounterpart((request: Asked): Reply<Fields> => {
    const fetched = FETCH.exec(request.path)?.[1];
    if (request.method === 'GET' && fetched !== undefined) {
      asked.push(fetched);
      return fetchReply(request, fetched, { taken, fates });
    }
    const refusal = findRefusal(request);
    if (refusal) return refusal;
    const key = String(request.headers['idempotency-key']);
    const earlier = first.get(key);
    if (earlier && earlier.body !== request.body)
      return fail(409, 'invalid_idempotent_request', 'Same idempotency key used with a different request payload');
    if (earlier) return { status: 200, body: { id: earlier.id } };
    const id = randomUUID();
    first.set(key, { body: request.body, id });
    const takes = JSON.parse(request.body) as Fields;
    taken.set(id, String((takes.to as readonly string[])[0]));
    return { status: 200, body: { id }, takes };
  });
  return { ...counterpart, asked, become: (to, lastEvent) => fates.set(to, lastEvent) };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const FETCH = /^\/emails\/([\w-]+)$/;

/** https://resend.com/docs/api-reference/emails/retrieve-email */
function fetchReply(
  { headers }: Asked,
  id: string,
  { taken, fates }: { readonly taken: ReadonlyMap<string, string>; readonly fates: ReadonlyMap<string, string> },
): Reply<Fields> {
  if (headers.authorization !== `Bearer ${API_KEY}`) return fail(400, 'validation_error', 'API key is invalid');
  if (!UUID.test(id)) return fail(422, 'invalid_parameter', 'The `id` must be a valid UUID.');
  const to = taken.get(id);
  if (to === undefined) return fail(404, 'not_found', 'Email not found');
  return { status: 200, body: { object: 'email', id, to: [to], last_event: fates.get(to) ?? 'sent' } };
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
