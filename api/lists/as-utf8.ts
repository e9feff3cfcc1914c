import { Transform } from 'node:stream';
import { Denied, deny } from '../problem.ts';

const BOMS = [
  { label: 'utf-16le', bom: Buffer.from([0xff, 0xfe]) },
  { label: 'utf-16be', bom: Buffer.from([0xfe, 0xff]) },
] as const;

/**
 * Creates a stream that converts UTF-16, recognized by its byte order mark, to UTF-8. Passes other texts through: the
 * readers of lines refuse what isn't UTF-8.
 */
export function createAsUtf8(): Transform {
  let begin: Buffer | undefined = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | undefined;

  const decode = (chunk: Buffer, isLast: boolean): Buffer => {
    if (!decoder) return chunk;
    try {
      return Buffer.from(decoder.decode(chunk, { stream: !isLast }));
    } catch {
      throw new Denied(
        deny('request-invalid', 'the list starts as UTF-16, but is not valid UTF-16', 'save it as UTF-8'),
      );
    }
  };
  const begun = (chunk: Buffer, isLast: boolean): Buffer => {
    if (!begin) return decode(chunk, isLast);
    begin = Buffer.concat([begin, chunk]);
    if (begin.length < 2 && !isLast) return Buffer.alloc(0);
    const first = begin;
    begin = undefined;
    const found = BOMS.find(({ bom }) => first.subarray(0, 2).equals(bom));
    if (found) decoder = new TextDecoder(found.label, { fatal: true });
    return decode(first, isLast);
  };
  const pass = (chunk: Buffer, isLast: boolean, done: (error?: Error | null, data?: Buffer) => void) => {
    try {
      const text = begun(chunk, isLast);
      done(null, text.length > 0 ? text : undefined);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => pass(chunk, false, done),
    flush: (done) => pass(Buffer.alloc(0), true, done),
  });
}
