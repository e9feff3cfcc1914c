import { isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';

export interface CsvGuardOptions {
  readonly mostBytes: number;
  /** Told of each record that was left out: the line that it ends on, and how long it was. Throws for one that the rest depends on. */
  readonly onTooLong: (record: LeftOut) => void;
  /** The same for a record that isn't UTF-8: read as if it were, its letters would be lost. */
  readonly onNotUtf8: (record: LeftOut) => void;
  /** Called for a cell whose quotation mark is never closed: what to fail with. */
  readonly unclosed: (line: number) => Error;
}

export interface LeftOut {
  readonly line: number;
  readonly bytes: number;
  readonly isFirst: boolean;
}

/** A stream of CSV without the records that are too long or not UTF-8. */
export interface CsvGuard {
  readonly stream: Transform;
  /** The line in the whole text of one that has this number in what came through. */
  lineOf(passedLine: number): number;
}

const [QUOTE = 0, COMMA = 0, NEWLINE = 0] = Buffer.from('",\n');
const BOM_BYTES = 3;

type Place = 'start of a cell' | 'in a cell' | 'in quotes' | 'at a quote';

/**
 * Leaves out records that are longer than `mostBytes`, so that whoever parses the rest never holds more, and records that aren't UTF-8. It knows no more
 * of CSV than where a record ends: at a line break outside quotation marks.
 */
export function createCsvGuard({ mostBytes, onTooLong, onNotUtf8, unclosed }: CsvGuardOptions): CsvGuard {
  let place: Place = 'start of a cell';
  let parts: Buffer[] = [];
  let bytes = 0;
  let line = 1;
  let linesBefore = 0;
  let records = 0;
  /** After which line of what came through how many have been left out, in all. */
  const gaps: { readonly after: number; readonly lines: number }[] = [];
  let left = 0;
  let at = 0;

  const keep = (part: Buffer) => {
    bytes += part.length;
    if (bytes > mostBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const endRecord = (out: Transform) => {
    const record = bytes <= mostBytes ? Buffer.concat(parts, bytes) : undefined;
    if (record && isUtf8(record)) out.push(record);
    else {
      (record ? onNotUtf8 : onTooLong)({ line, bytes, isFirst: records === 0 });
      gaps.push({ after: linesBefore - left, lines: left + line - linesBefore });
      left += line - linesBefore;
    }
    records += 1;
    linesBefore = line;
    line += 1;
    parts = [];
    bytes = 0;
  };

  const read = (chunk: Buffer) => {
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (byte === NEWLINE && place !== 'in quotes') {
        keep(chunk.subarray(from, index + 1));
        endRecord(stream);
        from = index + 1;
        place = 'start of a cell';
        continue;
      }
      if (byte === NEWLINE) line += 1;
      place = next(place, byte, records === 0 && bytes + index - from < BOM_BYTES);
    }
    keep(chunk.subarray(from));
  };
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => settle(done, () => read(chunk)),
    flush(done) {
      if (place === 'in quotes') done(unclosed(linesBefore + 1));
      else settle(done, () => bytes > 0 && endRecord(stream));
    },
  });

  return {
    stream,
    lineOf(passedLine) {
      while (at < gaps.length && (gaps[at]?.after ?? 0) < passedLine) at += 1;
      return passedLine + (gaps[at - 1]?.lines ?? 0);
    },
  };
}

function next(place: Place, byte: number, mayBeBom: boolean): Place {
  if (place === 'in quotes') return byte === QUOTE ? 'at a quote' : place;
  if (byte === COMMA) return 'start of a cell';
  if (byte === QUOTE && place !== 'in a cell') return 'in quotes';
  return mayBeBom && byte >= 0x80 ? place : 'in a cell';
}

/** What is thrown meanwhile is what the stream fails with. */
function settle(done: (error?: Error) => void, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done();
}
