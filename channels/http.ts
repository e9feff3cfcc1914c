import type { IncomingHttpHeaders } from 'node:http';
import { assertNever } from '../journey/base/assert-never.ts';
import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { Outbound } from './outbound.ts';
import type { Answer } from './port.ts';
import { retryAfterMs } from './retry-after.ts';
import { storable, storableText } from './storable.ts';

/** A request to a provider's HTTP API. Default method: POST. */
export interface ProviderRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
}

export type RequestBody =
  | { readonly type: 'json'; readonly value: JsonValue }
  /** Fields in order. A name may repeat. */
  | { readonly type: 'form'; readonly fields: readonly (readonly [name: string, value: string])[] }
  | { readonly type: 'raw'; readonly contentType: string; readonly bytes: string | Uint8Array };

export type ProviderReply =
  | Answered
  /** The request was not sent, because its URL or a header is malformed or its host is forbidden. */
  | { readonly type: 'refused'; readonly reason: string }
  /** No answer. Unless `isEarly`, the provider may have the request. */
  | { readonly type: 'lost'; readonly reason: string; readonly isEarly?: true };

export interface Answered {
  readonly type: 'answered';
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The parsed body. Undefined if it isn't JSON, was cut off or is larger than 1 MB. */
  readonly json: JsonValue | undefined;
  /** The body, cut to 2000 characters. */
  readonly text: string;
  /** From `Retry-After`, as seconds or as a date. */
  readonly retryAfterMs?: number;
}

/** Calls a provider once. Never throws for anything that the provider does, and follows no redirects. */
export async function callProvider(
  outbound: Outbound,
  { method = 'POST', url, headers = {}, body }: ProviderRequest,
  now = Date.now(),
): Promise<ProviderReply> {
  const encoded = encode(body);
  const reply = await outbound.send({
    method,
    url,
    headers: { accept: 'application/json', ...(encoded && { 'content-type': encoded.contentType }), ...headers },
    ...(encoded && { body: encoded.bytes }),
  });
  if (reply.type !== 'answered') return reply;
  const wait = retryAfterMs(reply.headers['retry-after'], now);
  return {
    type: 'answered',
    status: reply.status,
    headers: reply.headers,
    json: reply.whole ? parseJson(reply.body) : undefined,
    text: storableText(reply.body.slice(0, MAX_TEXT)),
    ...(wait !== undefined && { retryAfterMs: wait }),
  };
}
const MAX_TEXT = 2_000;

function encode(body: RequestBody | undefined) {
  if (body === undefined) return undefined;
  switch (body.type) {
    case 'json':
      return { contentType: 'application/json', bytes: JSON.stringify(body.value) };
    case 'form':
      return {
        contentType: 'application/x-www-form-urlencoded',
        bytes: new URLSearchParams(body.fields.map(([name, value]): [string, string] => [name, value])).toString(),
      };
    case 'raw':
      return { contentType: body.contentType, bytes: body.bytes };
    default:
      return assertNever(body);
  }
}

/** Parses JSON from another service. Undefined: it isn't JSON. */
export function parseJson(body: string | Buffer): JsonValue | undefined {
  try {
    return storable(JSON.parse(body.toString('utf8')) as JsonValue);
  } catch {
    return undefined;
  }
}

/** Returns the value as an object, or an empty one, so that fields of a provider's JSON can be read one by one. */
export const objectIn = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

export const textIn = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Returns what it means for a message that the provider didn't answer. */
export const answerUnanswered = (reply: Exclude<ProviderReply, Answered>): Answer =>
  reply.type === 'refused'
    ? { type: 'misconfigured', reason: reply.reason }
    : { type: 'busy', reason: reply.reason, ...(!reply.isEarly && { ambiguous: true }) };

/**
 * Returns what a status alone means for a message. Adapters look at the provider's own code first. A server error is
 * ambiguous: the provider may have stored the message before it failed. So is a success whose body can't be read.
 * @param words The provider's code and message, if its body has them
 */
export function answerByStatus({ status, retryAfterMs: wait, text }: Answered, words = text): Answer {
  const reason = reasonOf(`answered ${status}${words === '' ? '' : `: ${words}`}`);
  const later = { type: 'busy', reason, status, ...(wait !== undefined && { retryAfterMs: wait }) } as const;
  if (status >= 500 || status === 408 || status < 300) return { ...later, ambiguous: true };
  if (status === 429 || status === 425) return later;
  if (status < 400 || MISCONFIGURED.has(status)) return { type: 'misconfigured', reason };
  return { type: 'rejected', reason, status };
}

/** Returns whether a provider that was asked about a message doesn't know it, or can't read its ID: it never will. */
export const knowsNothing = ({ status }: Answered): boolean => status === 404 || status === 410 || status === 422;

/** Wrong credentials, unpaid, forbidden, or no such account: an operator has to fix it. */
const MISCONFIGURED = new Set([401, 402, 403, 404, 405, 407]);
const MAX_REASON = 300;
/** Separates words, and keeps what is between them. */
const SEPARATORS = /([\s<>:;,"'()]+)/;

/** Returns a provider's words in one line, without addresses and phone numbers, which providers like to repeat. */
export const reasonOf = (words: string): string =>
  storableText(words)
    .split(SEPARATORS)
    .map((word) => (/.@./s.test(word) ? '…' : word))
    .join('')
    .replace(/\+?\d{8,}/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_REASON);
