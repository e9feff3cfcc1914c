import { Transform } from 'node:stream';
import type { Encoding } from './as-utf8.ts';
import { type Delimiter, findDelimiter, readSeparatorLine } from './delimiters.ts';
import { createRowScanner, type RowScanner, type RowScannerOptions } from './row-scanner.ts';
import { createRowText } from './row-text.ts';

export interface CsvRowsOptions extends Pick<RowScannerOptions, 'mostBytes' | 'unclosedError'> {
  /** Named by the caller. Otherwise both are found. */
  readonly delimiter?: Delimiter | undefined;
  readonly encoding?: Encoding | undefined;
  /** Returns whether a list may have a column of this name, which tells its delimiter. */
  readonly isKnown?: (column: string) => boolean;
  /** Receives each row that is left out. May throw to stop the stream, as for a header. */
  readonly onLeftOut: (row: LeftOut) => void;
}

/** A row that was left out. */
export interface LeftOut {
  readonly why: 'too long' | 'not text' | 'broken quote';
  /** The line that it ends on. A broken quotation mark costs one line. */
  readonly line: number;
  readonly bytes: number;
  readonly isFirst: boolean;
}

/** A CSV stream in UTF-8 without rows that can't be read. */
export interface CsvRows {
  readonly stream: Transform;
  /**
   * Returns the line on which the next row that passed ends. Call it once for each row, in order: the parser's own line
   * numbers count "\r\n" in quotes as two lines, and don't know the rows that were left out.
   */
  takeLine(): number;
  /** The delimiter, once a row has passed. */
  delimiter(): Delimiter;
  /** The encoding of the rows so far. */
  encoding(): Encoding;
}

const BOM = Buffer.from('\uFEFF');
/** The delimiter is looked for in this much of the list. */
const HEAD_BYTES = 8_192;

/**
 * Creates a stream that drops rows that are too long, ambiguous, or have a broken quotation mark. So the memory of the
 * CSV parser behind it is bounded.
 */
export function createCsvRows(options: CsvRowsOptions): CsvRows {
  const text = createRowText(options.encoding);
  const passedLines: number[] = [];
  let passed: Buffer[] = [];
  let hasHeader = false;
  let head = Buffer.alloc(0);
  let delimiter = options.delimiter;
  let scanner: RowScanner | undefined;

  const leaveOut = (why: LeftOut['why'], line: number, bytes: number) =>
    options.onLeftOut({ why, line, bytes, isFirst: !hasHeader });
  const onRow = (row: Buffer, line: number) => {
    const read = text.read(row);
    if (!read) return leaveOut('not text', line, row.length);
    hasHeader = true;
    passed.push(read);
    passedLines.push(line);
  };
  /** Finds the delimiter, and begins behind the byte order mark and the line that names the delimiter. */
  const begin = (given: Buffer): RowScanner => {
    const list = given.indexOf(BOM) === 0 ? given.subarray(BOM.length) : given;
    const named = readSeparatorLine(list);
    delimiter ??= named?.delimiter ?? findDelimiter(list, options.isKnown);
    const begun = createRowScanner({ ...options, delimiter, onRow, onLeftOut: leaveOut }, named ? 2 : 1);
    begun.add(list.subarray(named?.bytes ?? 0));
    return begun;
  };
  const add = (chunk: Buffer) => {
    if (scanner) return scanner.add(chunk);
    head = Buffer.concat([head, chunk]);
    if (head.length >= HEAD_BYTES) scanner = begin(head);
  };
  const flow = (done: (error?: Error) => void, work: () => unknown) =>
    callDone(done, () => {
      work();
      if (passed.length > 0) stream.push(Buffer.concat(passed));
      passed = [];
    });
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => flow(done, () => add(chunk)),
    flush: (done) =>
      flow(done, () => {
        scanner ??= begin(head);
        scanner.end();
      }),
  });
  return {
    stream,
    takeLine: () => passedLines.shift() ?? 0,
    delimiter: () => delimiter ?? ',',
    encoding: () => text.found(),
  };
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
