import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, gunzip } from 'node:zlib';
import type { Request, Response } from 'express';
import { type Dialect, SEGMENT } from './events/dialect.ts';
import { keepExactly, parseRoughly, type RoughEvents } from './events/exact.ts';
import { parseJson } from './json.ts';
import { Denied, deny } from './problem.ts';

/** Limits after decompression, which also stop zip bombs. */
const MAX_BYTES = {
  json: 1_048_576,
  /** Enough for two hundred nodes, some with a whole email in them. */
  document: 8_388_608,
  /** Events, with any Content-Type: Segment's and RudderStack's clients also send JSON as text/plain or as a form. */
  events: 1_048_576,
  /** Providers' callbacks. SendGrid's are the largest, with 768 KB. */
  callback: 1_048_576,
  /** Bodies read before the caller is identified. Browsers have the same limit for `sendBeacon`. */
  strangers: 65_536,
} as const;

export interface Body {
  /** The raw body, decompressed. */
  readonly bytes: Buffer;
  /** The parsed body; undefined if it is empty. */
  readonly value: unknown;
}

export type BodyKind = keyof typeof MAX_BYTES;

/**
 * Reads a JSON body, up to its limit and no further.
 * @throws Denied
 */
export async function readBody(request: Request, response: Response, kind: BodyKind): Promise<Body> {
  if (kind === 'json' || kind === 'document') refuseOtherThanJson(request);
  const bytes = await readBytes(request, response, kind);
  return { bytes, value: bytes.length === 0 ? undefined : parseJson(bytes) };
}

/** The body of an event route, whose values aren't yet checked to be exact. */
export interface EventBody {
  readonly bytes: Buffer;
  /** Undefined if the body is empty. */
  readonly rough: RoughEvents | undefined;
}

/**
 * Reads the body of an event route: JSON of any declared type, also gzipped without a word about it, as browsers'
 * clients do to spare a preflight.
 * @throws Denied
 */
export async function readEventBody(
  request: Request,
  response: Response,
  kind: 'events' | 'strangers',
  { unwrap = (body: Buffer) => body }: Dialect = SEGMENT,
): Promise<EventBody> {
  const given = await readBytes(request, response, kind);
  const bytes = unwrap(isGzip(given) ? await gunzipUpTo(kind, given) : given);
  return { bytes, rough: bytes.length === 0 ? undefined : parseRoughly(bytes) };
}

/**
 * Checks that the values of a body are exact, which takes time. Call it for known callers.
 * @throws Denied
 */
export const checkEventBody = ({ bytes, rough }: EventBody, dialect: Dialect = SEGMENT): Body => ({
  bytes,
  value: rough && keepExactly(rough, dialect),
});

/** Recognizes gzip by its first bytes, which begin no JSON. */
const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const gunzipUpTo = (kind: BodyKind, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: MAX_BYTES[kind] }, (error, inflated) => {
      if (!error) resolve(inflated);
      else reject(error instanceof RangeError ? tooLarge(kind) : broken()); // a RangeError: longer than the limit
    });
  });

/**
 * Reads a body of any type, up to its limit and no further.
 * @throws Denied
 */
export async function readBytes(request: Request, response: Response, kind: BodyKind): Promise<Buffer> {
  if (!hasBody(request)) return Buffer.alloc(0);
  const limit = MAX_BYTES[kind];
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(kind);
  const isPlain = encodingOf(request) === 'identity';
  const inflated = isPlain ? request : inflate(request, ['gzip', 'deflate', 'br']);
  letSend(request, response);
  return collect(request, inflated, kind);
}

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Answers `Expect: 100-continue`, which the server leaves to the reader of the body (api/server.ts). */
function letSend(request: Request, response: Response): void {
  if (request.headers.expect !== undefined) response.writeContinue();
}

/** Collects a body up to its limit. The rest stays unread: see api/unread-body.ts. */
const collect = (request: Request, inflated: Readable, kind: BodyKind): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (cause: Denied) => {
      inflated.removeListener('data', take);
      if (inflated === request) request.pause();
      else inflated.destroy();
      reject(cause);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_BYTES[kind]) stop(tooLarge(kind));
    };
    inflated.on('data', take);
    inflated.once('end', () => resolve(Buffer.concat(chunks, size)));
    inflated.on('error', () => stop(broken()));
    request.once('close', () => request.complete || stop(broken()));
  });

const tooLarge = (kind: BodyKind): Denied =>
  new Denied(
    deny(
      'body-too-large',
      `the body is larger than ${MAX_BYTES[kind]} bytes`,
      kind === 'strangers' ? 'give the key in the Authorization header, or send less at once' : 'send it in parts',
    ),
  );

const broken = (): Denied => new Denied(BROKEN);

/** Denial for a body or an uploaded list that ends early or can't be decompressed. */
export const BROKEN = deny(
  'body-malformed',
  'the body broke off, or is not compressed as it says',
  'send all of it, compressed as its Content-Encoding says',
);

function refuseOtherThanJson(request: Request): void {
  const given = request.headers['content-type'];
  if (!hasBody(request) || (given !== undefined && /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(given))) return;
  throw new Denied(
    deny(
      'content-type',
      `the body is ${given ?? 'of no declared type'}`,
      'send it with Content-Type: application/json',
    ),
  );
}

const DECODERS = {
  identity: () => new PassThrough(),
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;
type Encoding = keyof typeof DECODERS;

const encodingOf = ({ headers }: Request): string => headers['content-encoding']?.trim().toLowerCase() ?? 'identity';

/**
 * Returns a stream of the decompressed body. An error in it leaves the request and its connection open, so that the
 * call can still be answered.
 * @throws Denied `body-encoding` for an unsupported compression
 */
function inflate(request: Request, takes: readonly Encoding[]): Readable {
  const given = encodingOf(request);
  const encoding = takes.find((each) => each === given);
  if (!encoding)
    throw new Denied(
      deny(
        'body-encoding',
        `the body is encoded as ${given.slice(0, 100)}`,
        `send it as it is, or with ${takes.filter((each) => each !== 'identity').join(', ')}`,
      ),
    );
  const decoder: Transform = DECODERS[encoding]();
  decoder.on('error', () => {}); // keeps an error without a reader from crashing the process
  request.once('close', () => request.complete || decoder.destroy(broken()));
  return request.pipe(decoder);
}

/**
 * Returns an upload as a decompressed stream.
 * @throws Denied `content-type` for a media type that the route doesn't accept
 */
export function uploadOf(
  request: Request,
  response: Response,
  takes: readonly string[],
): { readonly stream: Readable; readonly type: string; readonly charset?: string | undefined } {
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const type = takes.find((each) => each === given);
  if (type === undefined)
    throw new Denied(
      deny(
        'content-type',
        `the body is ${given ?? 'of no declared type'}`,
        `send it with Content-Type: ${new Intl.ListFormat('en', { type: 'disjunction' }).format(takes)}`,
      ),
    );
  const stream = inflate(request, ['identity', 'gzip']);
  letSend(request, response);
  const [, charset] = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(request.headers['content-type'] ?? '') ?? [];
  return { stream, type, charset };
}
