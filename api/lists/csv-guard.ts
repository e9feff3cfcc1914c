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
  /** Translates a line number of the guarded stream to the line number in the original text. */
  lineOf(passedLine: number): number;
}

const [QUOTE = 0, COMMA = 0, NEWLINE = 0] = Buffer.from('",\n');
const BOM_BYTES = 3;

type Place = 'start of a cell' | 'in a cell' | 'in quotes' | 'at a quote';

/**
 * Creates a stream that drops records over `mostBytes`, which bounds the memory of the CSV parser behind it. Drops
 * records that aren't UTF-8 too. All it knows of CSV is that a record ends at a line break outside quotation marks.
 */
export function createCsvGuard({ mostBytes, onTooLong, onNotUtf8, unclosedError }: CsvGuardOptions): CsvGuard {
  let place: Place = 'start of a cell';
  let parts: Buffer[] = [];
  let bytes = 0;
  let line = 1;
  let linesBefore = 0;
  let records = 0;
  /** For each dropped record: the last guarded line before it, and the total of lines dropped so far. */
  const gaps: { readonly after: number; readonly lines: number }[] = [];
  let droppedLines = 0;
  let gapIndex = 0;

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
      const after = linesBefore - droppedLines;
      if (gaps.at(-1)?.after === after) gaps.pop(); // records dropped one after another are one gap
      gaps.push({ after, lines: droppedLines + line - linesBefore });
      droppedLines += line - linesBefore;
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
      place = nextPlace(place, byte, records === 0 && bytes + index - from < BOM_BYTES);
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

  return {
    stream,
    lineOf(passedLine) {
      while (gapIndex < gaps.length && (gaps[gapIndex]?.after ?? 0) < passedLine) gapIndex += 1;
      return passedLine + (gaps[gapIndex - 1]?.lines ?? 0);
    },
  };
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
