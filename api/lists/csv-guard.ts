import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';

export interface CsvGuardOptions {
  readonly mostBytes: number;
  /** Receives each record over the limit, which is left out. May throw to stop the stream, as for a header. */
  readonly onTooLong: (record: LeftOut) => void;
  /** Receives each record that isn't UTF-8, which is left out. Decoding it would lose letters. May throw too. */
  readonly onNotUtf8: (record: LeftOut) => void;
  /** Returns the error for a quotation mark that is never closed. */
  readonly unclosedError: (line: number) => Error;
}

/** A record that was left out: the line that it ends on, and its size. */
export interface LeftOut {
  readonly line: number;
  readonly bytes: number;
  readonly isFirst: boolean;
}

/** A CSV stream without records that are over the limit or not UTF-8. */
export interface CsvGuard {
  readonly stream: Transform;
  /**
   * Returns the line on which the next record that passed ends. Call it once for each record that isn't blank, in
   * order: the parser's own line numbers count "\r\n" in quotes as two lines, and don't know the records that were left
   * out.
   */
  takeLine(): number;
}

const [QUOTE = 0, COMMA = 0, NEWLINE = 0, RETURN = 0] = Buffer.from('",\n\r');
const BOM_BYTES = 3;
const isBlank = (record: Buffer | undefined): boolean =>
  record?.every((byte) => byte === NEWLINE || byte === RETURN) === true;

type Place = 'start of a cell' | 'in a cell' | 'in quotes' | 'at a quote';

/**
 * Creates a stream that drops records over `mostBytes`, which bounds the memory of the CSV parser behind it. Drops
 * records that aren't UTF-8 too. All it knows of CSV is that a record ends at a
 * line break outside quotation marks: "\n", "\r\n" or "\r".
 */
export function createCsvGuard({ mostBytes, onTooLong, onNotUtf8, unclosedError }: CsvGuardOptions): CsvGuard {
  let place: Place = 'start of a cell';
  let parts: Buffer[] = [];
  let bytes = 0;
  let line = 1;
  let linesBefore = 0;
  let records = 0;
  /** The last byte was a carriage return, which ends a record unless a newline follows. */
  let isAfterReturn = false;
  const passedLines: number[] = [];

  const keep = (part: Buffer) => {
    bytes += part.length;
    if (bytes > mostBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const endRecord = (out: Transform) => {
    const record = bytes <= mostBytes ? Buffer.concat(parts, bytes) : undefined;
    const passes = record !== undefined && isUtf8(record);
    if (passes) out.push(record);
    else (record ? onNotUtf8 : onTooLong)({ line, bytes, isFirst: records === 0 });
    if (!isBlank(record)) {
      records += 1; // a blank line before the header is not the header
      if (passes) passedLines.push(line);
    }
    linesBefore = line;
    line += 1;
    parts = [];
    bytes = 0;
    place = 'start of a cell';
  };

  /** Takes the next byte. Returns whether a record ends after it. */
  const endsAfter = (byte: number, before: number): boolean => {
    isAfterReturn = byte === RETURN && place !== 'in quotes';
    if (byte === NEWLINE && place !== 'in quotes') return true;
    if (byte === NEWLINE) line += 1;
    else if (!isAfterReturn) place = nextPlace(place, byte, records === 0 && before < BOM_BYTES);
    return false;
  };
  const read = (chunk: Buffer) => {
    let from = 0;
    const end = (index: number) => {
      keep(chunk.subarray(from, index));
      endRecord(stream);
      from = index;
    };
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (isAfterReturn && byte !== NEWLINE) end(index);
      if (endsAfter(byte, bytes + index - from)) end(index + 1);
    }
    keep(chunk.subarray(from));
  };
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => callDone(done, () => read(chunk)),
    flush(done) {
      if (place === 'in quotes') done(unclosedError(linesBefore + 1));
      else callDone(done, () => bytes > 0 && endRecord(stream));
    },
  });

  return { stream, takeLine: () => passedLines.shift() ?? line };
}

function nextPlace(place: Place, byte: number, mayBeBom: boolean): Place {
  if (place === 'in quotes') return byte === QUOTE ? 'at a quote' : place;
  if (byte === COMMA) return 'start of a cell';
  if (byte === QUOTE && place !== 'in a cell') return 'in quotes';
  return mayBeBom && byte >= 0x80 ? place : 'in a cell';
}

/** Runs `work`, then calls `done`: with the error if it threw. */
function callDone(done: (error?: Error) => void, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
}
