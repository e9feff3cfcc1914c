import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, Response } from 'express';
import { parseJson } from './json.ts';
import { Denied, deny } from './problem.ts';

/** Inflated: a zip bomb ends here. */
const MAX_BYTES = {
  json: 1_048_576,
  /** Two hundred nodes, some with a whole mail in them. */
  document: 8_388_608,
  /** Whatever the Content-Type says; clients of the wire formats that we speak send JSON as text/plain and as a form. */
  events: 1_048_576,
  /** The same, of a caller who isn't known before the body has been read. A browser's own limit for what outlives its page. */
  strangers: 65_536,
} as const;

export interface Body {
  /** As it was sent, inflated. */
  readonly bytes: Buffer;
  /** Undefined where nothing was sent. */
  readonly value: unknown;
}

export type BodyKind = keyof typeof MAX_BYTES;

/**
 * Reads a JSON body, up to its limit and no further.
 * @throws Denied
 */
export async function readBody(request: Request, response: Response, kind: BodyKind): Promise<Body> {
  if (kind === 'json' || kind === 'document') refuseOtherThanJson(request);
  if (!hasBody(request)) return { bytes: Buffer.alloc(0), value: undefined };
  const limit = MAX_BYTES[kind];
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(kind);
  const isPlain = encodingOf(request) === 'identity';
  const inflated = isPlain ? request : inflate(request, ['gzip', 'deflate', 'br']);
  letSend(request, response);
  const bytes = await collect(request, inflated, kind);
  return { bytes, value: bytes.length === 0 ? undefined : parseJson(bytes) };
}

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Whoever asks first whether to send the body is told only now: the server leaves it to us (api/server.ts). */
function letSend(request: Request, response: Response): void {
  if (request.headers.expect !== undefined) response.writeContinue();
}

/** Stops at the limit. What comes after it is left unread: see api/unread-body.ts. */
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

/** Of a body, and of a list that is read as it comes. */
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
 * The body, inflated. Whatever becomes of it, the request and its connection stay, so that it can be answered.
 * @throws Denied where it is compressed in a way that isn't taken
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
  decoder.on('error', () => {}); // whoever reads it hears of it; nobody may
  request.once('close', () => request.complete || decoder.destroy(broken()));
  return request.pipe(decoder);
}

/**
 * A body that is read as it comes, inflated.
 * @throws Denied where it is of another type
 */
export function uploadOf(
  request: Request,
  response: Response,
  takes: readonly string[],
): { readonly stream: Readable; readonly type: string } {
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const type = takes.find((each) => each === given);
  if (type === undefined)
    throw new Denied(
      deny(
        'content-type',
        `the body is ${given ?? 'of no declared type'}`,
        `send it with Content-Type: ${takes.join(' or ')}`,
      ),
    );
  const stream = inflate(request, ['identity', 'gzip']);
  letSend(request, response);
  return { stream, type };
}
