import express, { type Request, type Response } from 'express';
import { parseJson } from './json.ts';
import { Denied, deny } from './problem.ts';

/** Inflated: a zip bomb ends here. */
export const MAX_BODY_BYTES = 1_048_576;

export interface Body {
  /** As it was sent, inflated. */
  readonly bytes: Buffer;
  /** Undefined where nothing was sent. */
  readonly value: unknown;
}

const raw = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: true });

/**
 * Reads a JSON body. `any`: whatever the Content-Type says; clients of the wire formats that we speak send JSON as text/plain and as a
 * form (stack.md §3).
 * @throws Denied, or what body-parser throws: api/errors.ts knows both.
 */
export async function readBody(request: Request, response: Response, contentType: 'json' | 'any'): Promise<Body> {
  if (contentType === 'json') refuseOtherThanJson(request);
  await new Promise<void>((resolve, reject) =>
    raw(request, response, (error?: unknown) => (error ? reject(error) : resolve())),
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
