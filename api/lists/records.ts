import { once } from 'node:events';
import { pipeline, type Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { JsonObject } from '../../journey/base/json.ts';
import type { ListFile } from '../../store/broadcasts/list-row.ts';
import { parseJson } from '../json.ts';
import { Denied, deny } from '../problem.ts';
import { type AsUtf8, createAsUtf8, type Encoding, READ_BY_ROW } from './as-utf8.ts';
import { splitLines } from './bounded-lines.ts';
import { type Columns, createColumns, type ListKind } from './columns.ts';
import { type CsvRows, createCsvRows, type LeftOut } from './csv-rows.ts';
import { type Asked, describeFile, type ListQuery, type ListType, readAsked, XLSX } from './file-format.ts';
import { createRowText } from './row-text.ts';
import { readWorkbook } from './xlsx.ts';
import type { SheetRow } from './xlsx-sheet.ts';

/** Longer rows are mistakes: a journey stores less than this of an entry. */
export const MAX_ROW_BYTES = 32_768;
/** Limit of a raw CSV line, which also has quotation marks and empty cells. */
const MAX_LINE_BYTES = MAX_ROW_BYTES * 4;

/** Consecutive unreadable rows after which the upload is refused, since it probably isn't a list. */
const MOST_SKIPPED = 10_000;

/** A row of an upload by its number in the file: its cells, or why it can't be read. */
export type UploadRow = { readonly nr: number; readonly cells: JsonObject } | RefusedRow;

export interface RefusedRow {
  readonly nr: number;
  readonly reason: string;
  readonly fix: string;
}

/** A file that is being imported. */
export interface Upload {
  readonly stream: Readable;
  readonly type: ListType;
  /** `charset` of the Content-Type. */
  readonly charset?: string | undefined;
}

/** A file whose rows are read while it arrives. */
export interface Records {
  /** Rows by line. Unreadable ones carry a reason and a fix. Cells of CSV are texts. */
  readonly rows: AsyncIterable<UploadRow>;
  readonly type: ListType;
  /** How the file was read, as far as it has been. */
  readonly describe: () => ListFile;
}

/**
 * Opens an upload. Every import reads its file by this: it finds the encoding, the delimiter and the columns, unless
 * the caller names them.
 * @throws Denied `request-invalid` for a query that doesn't fit the kind of list
 */
export function openRecords(upload: Upload, query: ListQuery, kind: ListKind): Records {
  const asked = readAsked(upload, query);
  const columns = createColumns(kind, asked.columns);
  const reading: Reading = { ...asked, columns, asUtf8: createAsUtf8(asked.encoding), kind, stream: upload.stream };
  switch (asked.type) {
    case 'text/csv':
      return openCsv(reading);
    case 'application/x-ndjson':
      return openJson(reading);
    case XLSX:
      return openXlsx(reading);
  }
}

interface Reading extends Omit<Asked, 'columns'> {
  readonly stream: Readable;
  readonly asUtf8: AsUtf8;
  readonly columns: Columns;
  readonly kind: ListKind;
}

/** Encoding of rows behind the converter, which makes anything else UTF-8. */
const rowEncodingOf = ({ encoding }: Reading): Encoding | undefined =>
  encoding === undefined || READ_BY_ROW.includes(encoding) ? encoding : 'utf-8';

/** Opens CSV: a header with the column that is needed, then rows. */
function openCsv(reading: Reading): Records {
  const { stream, asUtf8, columns, kind, type } = reading;
  const skipped = createSkipped(() => stream.destroy(NOT_A_LIST));
  const guard = createCsvRows({
    mostBytes: MAX_LINE_BYTES,
    delimiter: reading.delimiter,
    encoding: rowEncodingOf(reading),
    isKnown: columns.isKnown,
    onLeftOut: (row) => {
      const { reason, fix } = flawOf(row);
      if (row.isFirst) throw new Denied(deny('request-invalid', `the header can't be read: ${reason}`, fix));
      skipped.add('scanner', { nr: row.line, reason, fix });
    },
    unclosedError: (line) =>
      new Denied(deny('request-invalid', `the quotation mark in line ${line} is never closed`, QUOTES)),
  });
  const describe = () =>
    describeFile(type, {
      encoding: asUtf8.found() ?? guard.encoding(),
      delimiter: guard.delimiter(),
      columns: columns.map(),
    });
  async function* read(): AsyncGenerator<UploadRow> {
    try {
      // The loop below receives the errors of the pipelines, so their callbacks have nothing to do.
      const text = pipeline(stream, asUtf8.stream, guard.stream, () => {});
      await once(text, 'readable'); // the delimiter has been found by then
      const records: AsyncIterable<CsvRecord> = pipeline(
        text,
        createParser(guard, columns, (row) => skipped.add('parser', row)),
        () => {},
      );
      for await (const { record, line } of records) {
        yield* skipped.takeBefore(line);
        if (!isEmpty(record)) yield { nr: line, cells: record };
      }
    } catch (cause) {
      throw isCsvError(cause)
        ? new Denied(deny('request-invalid', `the list is not valid CSV: ${cause.code}`, QUOTES))
        : cause;
    }
    yield* skipped.takeBefore(Number.POSITIVE_INFINITY);
    assertComplete(stream, kind);
  }
  return { rows: read(), type, describe };
}

/**
 * Collects skipped rows, which are known before the rows in front of them have been read. `stop` ends the stream: the
 * parser doesn't catch what its callbacks throw.
 */
function createSkipped(stop: () => void) {
  const found = { scanner: [] as RefusedRow[], parser: [] as RefusedRow[] }; // each in order
  const count = () => found.scanner.length + found.parser.length;
  return {
    add(by: keyof typeof found, row: RefusedRow) {
      found[by].push(row);
      if (count() === MOST_SKIPPED) stop();
    },
    /**
     * Takes the rows before a line, in order.
     * @throws Denied `request-invalid` for too many
     */
    takeBefore(line: number): readonly RefusedRow[] {
      if (count() >= MOST_SKIPPED) throw NOT_A_LIST;
      const taken: RefusedRow[] = [];
      for (let row = takeFirst(found, line); row; row = takeFirst(found, line)) taken.push(row);
      return taken;
    },
  };
}

/** Takes the first of the rows that two sources skipped, if it is before a line. */
function takeFirst(
  { scanner, parser }: Readonly<Record<'scanner' | 'parser', RefusedRow[]>>,
  line: number,
): RefusedRow | undefined {
  const [first = line, other = line] = [scanner[0]?.nr, parser[0]?.nr];
  if (Math.min(first, other) >= line) return undefined;
  return first < other ? scanner.shift() : parser.shift();
}

const createParser = (guard: CsvRows, columns: Columns, skip: (row: RefusedRow) => void) =>
  parse({
    delimiter: guard.delimiter(),
    record_delimiter: ['\r\n', '\n', '\r'], // a list may mix them
    columns: (header: string[]) => {
      guard.takeLine();
      return columns.fixHeader(header);
    },
    on_record: (record: CsvRecord['record']): CsvRecord => ({ record, line: guard.takeLine() }),
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES + 1_024, // the guard's limit comes first
    skip_records_with_error: true,
    on_skip: (error) => void (error && skip(toUnreadableRow(error, guard.takeLine()))),
  });

/** Recognizes the rows without any value that spreadsheets leave at the end of a list. */
const isEmpty = (record: CsvRecord['record']): boolean => Object.values(record).every((cell) => cell === '');

const isCsvError = (cause: unknown): cause is CsvError =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('CSV_');

/** Refuses an upload that broke off: to the line reader, a broken connection looks like the end. */
function assertComplete(upload: Readable, { brokenOffFix }: ListKind): void {
  if (!upload.readableEnded || upload.errored)
    throw new Denied(deny('body-malformed', 'the upload was interrupted', brokenOffFix));
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  /** The line on which it ends. */
  readonly line: number;
}

const NOT_A_LIST = new Denied(
  deny(
    'request-invalid',
    `${MOST_SKIPPED} rows in succession can't be read`,
    'check that the file is a CSV list whose rows have as many cells as the header, and name its encoding and delimiter',
  ),
);

/** Advice that quotes nothing from the row, since its user may be erased later. */
const QUOTES =
  'give each row as many cells as the header, and quote cells that contain the delimiter, a quote or a line break';

/** Leaves out the line of the parser's message, which counts otherwise. */
const describeCells = (message: string): string =>
  message.replace(
    /^.*columns length is (\d+), got (\d+).*$/s,
    (_, wanted: string, got: string) => `the row has ${got} ${got === '1' ? 'cell' : 'cells'} instead of ${wanted}`,
  );

const toUnreadableRow = ({ code, message }: CsvError, nr: number): RefusedRow => ({
  nr,
  reason: code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? describeCells(message) : `the row is not valid CSV: ${code}`,
  fix: QUOTES,
});

/** Opens an Excel workbook: its first sheet has a header, then rows. */
function openXlsx({ stream, columns, kind, type }: Reading): Records {
  async function* read(): AsyncGenerator<UploadRow> {
    let targets: readonly (string | false)[] | undefined;
    for await (const row of readWorkbook(stream, MAX_LINE_BYTES)) {
      if (targets) yield toSheetRow(row, targets);
      targets ??= columns.fixHeader(row.cells);
    }
    if (!targets) columns.fixHeader([]);
    assertComplete(stream, kind);
  }
  return { rows: read(), type, describe: () => describeFile(type, { columns: columns.map() }) };
}

function toSheetRow({ nr, cells, bytes }: SheetRow, targets: readonly (string | false)[]): UploadRow {
  if (bytes > MAX_LINE_BYTES) return toTooLongRow(nr, bytes, MAX_LINE_BYTES);
  const beyond = cells.findIndex((cell, at) => at >= targets.length && cell !== '');
  const reason = `the row has ${beyond + 1} cells instead of ${targets.length}`;
  if (beyond >= 0) return { nr, reason, fix: 'name its column in the header' };
  const named = targets.flatMap((target, at) => (target === false ? [] : [[target, cells[at] ?? ''] as const]));
  return { nr, cells: Object.fromEntries(named) };
}

/** Opens NDJSON: one object per line. */
function openJson(reading: Reading): Records {
  const { stream, asUtf8, columns, kind, type } = reading;
  const text = createRowText(rowEncodingOf(reading));
  async function* read(): AsyncGenerator<UploadRow> {
    const utf8 = pipeline(stream, asUtf8.stream, () => {}); // the loop below receives its errors
    for await (const { nr, bytes, size } of splitLines(utf8, MAX_ROW_BYTES)) {
      const line = bytes && text.read(bytes)?.toString().trim();
      if (!bytes) yield toTooLongRow(nr, size);
      else if (line === undefined) yield toAmbiguousRow(nr);
      else if (line !== '') yield toJsonRow(nr, line, columns);
    }
    assertComplete(stream, kind);
  }
  const describe = () => describeFile(type, { encoding: asUtf8.found() ?? text.found(), columns: null });
  return { rows: read(), type, describe };
}

function toJsonRow(nr: number, line: string, columns: Columns): UploadRow {
  let value: unknown;
  try {
    value = parseJson(Buffer.from(line));
  } catch (cause) {
    if (!(cause instanceof Denied)) throw cause;
    return { nr, reason: `the line is not JSON: ${cause.denial.code}`, fix: 'write one JSON object per line' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { nr, reason: 'the line is not a JSON object', fix: 'write one such as {"userId": "42", "plan": "pro"}' };
  return { nr, cells: columns.rename(value as JsonObject) };
}

const AMBIGUOUS = {
  reason: 'the row is not UTF-8, and its letters are ambiguous',
  fix: 'save the list as UTF-8, which Excel calls "CSV UTF-8", or name its encoding, such as encoding=windows-1252',
};
const toAmbiguousRow = (nr: number): RefusedRow => ({ nr, ...AMBIGUOUS });

export const toTooLongRow = (nr: number, size: number, most = MAX_ROW_BYTES): RefusedRow => ({
  nr,
  reason: `the row has ${size} bytes, more than ${most}`,
  fix: 'leave out columns that are not needed',
});

/** Returns why a row of CSV was left out. */
function flawOf({ why, line, bytes }: LeftOut): Omit<RefusedRow, 'nr'> {
  if (why === 'not text') return AMBIGUOUS;
  if (why === 'broken quote') return { reason: 'a quotation mark isn’t closed where its cell ends', fix: QUOTES };
  return toTooLongRow(line, bytes, MAX_LINE_BYTES);
}
