import { countCells, type Delimiter } from './delimiters.ts';

export interface RowScannerOptions {
  readonly delimiter: Delimiter;
  readonly mostBytes: number;
  /** Receives each row with its line break, and the line that it ends on. Isn't called for blank lines. */
  readonly onRow: (row: Buffer, line: number) => void;
  /** Receives each row that is left out. May throw to stop the scan. */
  readonly onLeftOut: (why: 'too long' | 'broken quote', line: number, bytes: number) => void;
  /** Returns the error for a quotation mark that is never closed, after which too much was read to go back. */
  readonly unclosedError: (line: number) => Error;
}

/** Finds the rows of CSV. */
export interface RowScanner {
  add(text: Buffer): void;
  /** Takes what has been added as the whole list. */
  end(): void;
}

type Place = 'start of a cell' | 'in a cell' | 'in quotes' | 'at a quote' | 'broken';

interface Scan extends RowScannerOptions {
  readonly separator: number;
  /** The text from the beginning of the row on, and how far it has been read. */
  buffer: Buffer;
  at: number;
  /** Bytes of the row that are no longer in the buffer, since it is too long. */
  dropped: number;
  place: Place;
  line: number;
  firstLine: number;
  /** Where the second line of the row begins; 0 if it has one line so far. */
  secondLineAt: number;
  /** Number of columns of the header; 0 before it. */
  columns: number;
}

const [QUOTE = 0, NEWLINE = 0, RETURN = 0] = Buffer.from('"\n\r');
/** A well-formed cell of so many lines has a broken quotation mark if each of them looks like a row. */
const MANY_LINES = 5;

/**
 * Creates a scanner. All that it knows of CSV is that a row ends at a line break outside quotation marks: "\n", "\r\n"
 * or "\r". A quotation mark that isn't closed, or not at the end of its cell, costs the line that it is in: the scanner
 * goes back to the next line. It never holds more than `mostBytes` and what was added last.
 */
export function createRowScanner(options: RowScannerOptions, firstLine = 1): RowScanner {
  const scan: Scan = {
    ...options,
    separator: options.delimiter.charCodeAt(0),
    ...{ buffer: Buffer.alloc(0), at: 0, dropped: 0, secondLineAt: 0, columns: 0 },
    ...{ place: 'start of a cell', line: firstLine, firstLine },
  };
  return {
    add(text) {
      scan.buffer = scan.buffer.length === 0 ? text : Buffer.concat([scan.buffer, text]);
      readOn(scan, false);
    },
    end: () => endScan(scan),
  };
}

function endScan(scan: Scan): void {
  readOn(scan, true);
  while (scan.place === 'in quotes') {
    if (scan.dropped > 0) throw scan.unclosedError(scan.firstLine);
    if (scan.secondLineAt > 0) goBack(scan);
    else scan.place = 'broken';
    readOn(scan, true);
  }
  if (scan.dropped + scan.buffer.length > 0) endRow(scan, scan.buffer.length);
}

function readOn(scan: Scan, isLast: boolean): void {
  while (scan.at < scan.buffer.length) {
    const byte = scan.buffer[scan.at] ?? 0;
    const end = byte === NEWLINE || byte === RETURN ? findLineEnd(scan, byte, isLast) : 0;
    if (end === undefined) return;
    if (end > 0) readLineEnd(scan, end);
    else readByte(scan, byte);
    if (scan.at > scan.mostBytes) limitRow(scan);
  }
}

/** Returns where the next line begins; undefined if a newline may follow a carriage return. */
function findLineEnd({ buffer, at }: Scan, byte: number, isLast: boolean): number | undefined {
  if (byte === NEWLINE) return at + 1;
  if (at + 1 === buffer.length && !isLast) return undefined;
  return buffer[at + 1] === NEWLINE ? at + 2 : at + 1;
}

/** Where the next byte is, after a quotation mark, a delimiter or any other byte. Line ends are read apart. */
const NEXT = {
  'start of a cell': { quote: 'in quotes', separator: 'start of a cell', other: 'in a cell' },
  'in a cell': { quote: 'in a cell', separator: 'start of a cell', other: 'in a cell' },
  'in quotes': { quote: 'at a quote', separator: 'in quotes', other: 'in quotes' },
  'at a quote': { quote: 'in quotes', separator: 'start of a cell', other: 'broken' },
  broken: { quote: 'broken', separator: 'broken', other: 'broken' },
} as const satisfies Record<Place, Record<'quote' | 'separator' | 'other', Place>>;

function readByte(scan: Scan, byte: number): void {
  scan.at += 1;
  const { quote, separator, other } = NEXT[scan.place];
  const next = byte === QUOTE ? quote : byte === scan.separator ? separator : other;
  if (next === 'broken' && scan.place !== 'broken') breakQuote(scan);
  else scan.place = next;
}

function readLineEnd(scan: Scan, end: number): void {
  if (scan.place !== 'in quotes') {
    endRow(scan, end);
    return;
  }
  scan.line += 1;
  scan.at = end;
  if (scan.secondLineAt === 0) scan.secondLineAt = end;
}

function endRow(scan: Scan, end: number): void {
  const { lines, alike } = countInnerLines(scan);
  if (lines >= MANY_LINES && alike === lines) {
    goBack(scan);
    return;
  }
  const row = scan.buffer.subarray(0, end);
  if (scan.dropped > 0 || end > scan.mostBytes) scan.onLeftOut('too long', scan.line, scan.dropped + end);
  else if (scan.place === 'broken') scan.onLeftOut('broken quote', scan.line, end);
  else if (!isBlank(row)) {
    scan.onRow(row, scan.line);
    if (scan.columns === 0) scan.columns = countCells(row, scan.delimiter)[0] ?? 1;
  }
  beginRow(scan, end, scan.line + 1);
}

function beginRow(scan: Scan, from: number, line: number): void {
  scan.buffer = scan.buffer.subarray(from);
  scan.at = 0;
  scan.dropped = 0;
  scan.secondLineAt = 0;
  scan.place = 'start of a cell';
  scan.line = line;
  scan.firstLine = line;
}

function breakQuote(scan: Scan): void {
  if (scan.secondLineAt > 0 && scan.dropped === 0) goBack(scan);
  else scan.place = 'broken';
}

/** Leaves out the first line of a row, and reads on at its second line. */
function goBack(scan: Scan): void {
  scan.onLeftOut('broken quote', scan.firstLine, scan.secondLineAt);
  beginRow(scan, scan.secondLineAt, scan.firstLine + 1);
}

/** Forgets a row that is too long, or goes back if its lines look like rows after a broken quotation mark. */
function limitRow(scan: Scan): void {
  const { lines, alike } = countInnerLines(scan);
  if (alike > 0 && alike * 2 >= lines) {
    goBack(scan);
    return;
  }
  scan.dropped += scan.at;
  scan.buffer = scan.buffer.subarray(scan.at);
  scan.at = 0;
}

/** Lines of a row that has several, and how many of them look like rows themselves. */
interface InnerLines {
  readonly lines: number;
  readonly alike: number;
}

/** Counts the lines between the first and the last line of a row, and how many of them look like rows. */
function countInnerLines({ buffer, at, secondLineAt, dropped, columns, delimiter }: Scan): InnerLines {
  if (secondLineAt === 0 || dropped > 0 || columns === 0) return { lines: 0, alike: 0 };
  const cells = countCells(buffer.subarray(secondLineAt, at), delimiter);
  return { lines: cells.length, alike: cells.filter((count) => count === columns).length };
}

const isBlank = (row: Buffer): boolean => row.every((byte) => byte === NEWLINE || byte === RETURN);
