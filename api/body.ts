import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import express, { type Request, type Response } from 'express';
import { parseJson } from './json.ts';
import { Denied, deny } from './problem.ts';

/** Inflated: a zip bomb ends here. */
const MAX_BYTES = 1_048_576;
/** Two hundred nodes, some with a whole mail in them. */
const MAX_DOCUMENT_BYTES = 8_388_608;

export interface Body {
  /** As it was sent, inflated. */
  readonly bytes: Buffer;
  /** Undefined where nothing was sent. */
  readonly value: unknown;
}

/**
 * `events`: whatever the Content-Type says; clients of the wire formats that we speak send JSON as text/plain and as a form.
 */
export type BodyKind = 'json' | 'document' | 'events';

const reader = (limit: number) => express.raw({ type: () => true, limit, inflate: true });
const readers = {
  json: reader(MAX_BYTES),
  document: reader(MAX_DOCUMENT_BYTES),
  events: reader(MAX_BYTES),
} satisfies Record<BodyKind, unknown>;

/**
 * Reads a JSON body.
 * @throws Denied, or what body-parser throws: api/errors.ts knows both.
 */
export async function readBody(request: Request, response: Response, kind: BodyKind): Promise<Body> {
  if (kind !== 'events') refuseOtherThanJson(request);
  await new Promise<void>((resolve, reject) =>
    readers[kind](request, response, (error?: unknown) => (error ? reject(error) : resolve())),
  );
  const bytes: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { bytes, value: bytes.length === 0 ? undefined : parseJson(bytes) };
}

function refuseOtherThanJson(request: Request): void {
  const given = request.headers['content-type'];
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
  if (!hasBody || (given !== undefined && /^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(given))) return;
  throw new Denied(
    deny(
      'content-type',
      `the body is ${given ?? 'of no declared type'}`,
      'send it with Content-Type: application/json',
    ),
  );
}

/**
 * A body that is read as it comes, inflated.
 * @throws Denied where it is of another type
 */
export function uploadOf(
  request: Request,
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
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return { stream: request, type };
  if (encoding !== 'gzip')
    throw new Denied(deny('body-encoding', `the body is encoded as ${encoding}`, 'send it as it is, or with gzip'));
  return { stream: pipeline(request, createGunzip(), () => {}), type }; // whoever reads it hears of a fault
}
