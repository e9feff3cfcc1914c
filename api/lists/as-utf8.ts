import { Transform } from 'node:stream';
import { Denied, deny } from '../problem.ts';

/** An encoding by its name in the WHATWG Encoding Standard, such as `utf-8`, `utf-16le` or `windows-1252`. */
export type Encoding = string & { readonly brand?: 'encoding' };

/** Encodings that readers of rows decode themselves, one row at a time. */
export const READ_BY_ROW: readonly Encoding[] = ['utf-8', 'windows-1252'];

/** Returns the encoding that a label names. A label is also what `charset=` says: `latin1` is `windows-1252`. */
export function findEncoding(label: string): Encoding | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}

export interface AsUtf8 {
  readonly stream: Transform;
  /** The encoding that was converted; undefined if the bytes passed unchanged. */
  readonly found: () => Encoding | undefined;
}

/**
 * Creates a stream that converts texts to UTF-8: UTF-16, which it recognizes, and other encodings that were named.
 * Passes UTF-8 and Windows-1252 through: the readers of rows decode them. A byte order mark wins over the named
 * encoding, since clients add `charset=utf-8` to anything.
 */
export function createAsUtf8(named?: Encoding): AsUtf8 {
  let head: Buffer | undefined = Buffer.alloc(0);
  let encoding: Encoding | undefined;
  let decoder: InstanceType<typeof TextDecoder> | undefined;

  const decode = (chunk: Buffer, isLast: boolean): Buffer => {
    if (!decoder) return chunk;
    try {
      return Buffer.from(decoder.decode(chunk, { stream: !isLast }));
    } catch {
      throw new Denied(
        deny('request-invalid', `the list is not valid ${encoding}`, 'save it as UTF-8, or name its real encoding'),
      );
    }
  };
  const begin = (chunk: Buffer, isLast: boolean): Buffer => {
    if (!head) return decode(chunk, isLast);
    head = Buffer.concat([head, chunk]);
    if (head.length < LOOKED_AT && !isLast) return Buffer.alloc(0);
    const first = head;
    head = undefined;
    encoding = findUtf16(first) ?? (named !== undefined && !READ_BY_ROW.includes(named) ? named : undefined);
    if (encoding !== undefined) decoder = new TextDecoder(encoding, { fatal: true });
    return decode(first, isLast);
  };
  const pass = (chunk: Buffer, isLast: boolean, done: (error?: Error | null, data?: Buffer) => void) => {
    try {
      const text = begin(chunk, isLast);
      done(null, text.length > 0 ? text : undefined);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => pass(chunk, false, done),
    flush: (done) => pass(Buffer.alloc(0), true, done),
  });
  return { stream, found: () => encoding };
}

const LOOKED_AT = 4;

/** Recognizes UTF-16 by its byte order mark, or by two letters of ASCII, of which every other byte is zero. */
function findUtf16(head: Buffer): Encoding | undefined {
  const [a = 1, b = 1, c = 1, d = 1] = head;
  if ((a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0)) return 'utf-16le';
  return (a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0) ? 'utf-16be' : undefined;
}
