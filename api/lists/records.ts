import { pipeline, type Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { JsonObject } from '../../journey/base/json.ts';
import { parseJson } from '../json.ts';
import { Denied, deny } from '../problem.ts';
import { createAsUtf8 } from './as-utf8.ts';
import { splitLines } from './bounded-lines.ts';
import { createCsvGuard, type LeftOut } from './csv-guard.ts';

/** Longer rows are mistakes: a journey stores less than this of an entry. */
export const MAX_ROW_BYTES = 32_768;
/** Limit of a raw CSV line, which also has quotation marks and empty cells. */
const MAX_LINE_BYTES = MAX_ROW_BYTES * 4;

/** Consecutive unreadable rows after which the upload is refused, since it probably isn't a list. */
const MOST_SKIPPED = 10_000;

export const LIST_TYPES = ['text/csv', 'application/x-ndjson'] as const;
type ListType = (typeof LIST_TYPES)[number];

/** A row of an upload by its number in the file: its cells, or why it can't be read. */
export type UploadRow = { readonly nr: number; readonly cells: JsonObject } | RefusedRow;

export interface RefusedRow {
  readonly nr: number;
  readonly reason: string;
  readonly fix: string;
}

/** An upload. */
export interface UploadOf {
  /** The column that the header of a CSV must have, and other names that it goes by, in lower case. */
  readonly column: string;
  readonly aliases?: readonly string[];
  /** The fix for an upload that broke off. */
  readonly brokenOffFix: string;
}

/**
 * Reads the rows of an upload while it arrives, numbered by line. Unreadable rows carry a reason and a fix. Cells of a
 * CSV are texts; a line of NDJSON is an object.
 */
export const readRecords = (upload: Readable, type: ListType, of: UploadOf): AsyncIterable<UploadRow> =>
  type === 'text/csv' ? readCsvRows(upload, of) : readJsonRows(upload, of);

/** Reads CSV: a header with the column that is needed, then rows. */
async function* readCsvRows(upload: Readable, of: UploadOf): AsyncGenerator<UploadRow> {
  const skipped: UploadRow[] = [];
  const skip = (row: RefusedRow) => {
    // Ends the stream instead of throwing: the parser doesn't catch what its callbacks throw.
    if (skipped.push(row) === MOST_SKIPPED) upload.destroy(NOT_A_LIST);
  };
  const guard = createCsvGuard({
    mostBytes: MAX_LINE_BYTES,
    onNotUtf8: ({ line, isFirst }) => {
      if (isFirst) throw new Denied(deny('request-invalid', 'the header is not UTF-8', SAVE_AS_UTF8));
      skip(toNotUtf8Row(line));
    },
    onTooLong: (record) => skip(toTooLongRow(record.line, assertNotHeader(record).bytes, MAX_LINE_BYTES)),
    unclosedError: (line) =>
      new Denied(deny('request-invalid', `the quotation mark in line ${line} is never closed`, QUOTES)),
  });
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'], // a list may mix them
    columns: (header: string[]) => {
      guard.takeLine();
      return checkHeader(
        header.map((name) => name.trim()),
        of,
      );
    },
    on_record: (record: CsvRecord['record']): CsvRecord => ({ record, line: guard.takeLine() }),
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES + 1_024, // the guard's limit comes first
    skip_records_with_error: true,
    on_skip: (error) => void (error && skip(toUnreadableRow(error, guard.takeLine()))),
  });
  // The loop below receives the pipeline's errors, so its callback has nothing to do.
  const records: AsyncIterable<CsvRecord> = pipeline(upload, createAsUtf8(), guard.stream, parser, () => {});
  try {
    for await (const { record, line } of records) {
      yield* skipped.splice(0);
      yield { nr: line, cells: record };
    }
  } catch (cause) {
    throw isCsvError(cause)
      ? new Denied(deny('request-invalid', `the list is not valid CSV: ${cause.code}`, QUOTES))
      : cause;
  }
  yield* skipped.splice(0);
  assertComplete(upload, of);
}

const isCsvError = (cause: unknown): cause is CsvError =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('CSV_');

function assertNotHeader(record: LeftOut): LeftOut {
  if (!record.isFirst) return record;
  throw new Denied(
    deny(
      'request-invalid',
      `the header has ${record.bytes} bytes, more than ${MAX_LINE_BYTES}`,
      'start the list with a line of column names',
    ),
  );
}

/** Refuses an upload that broke off: to the line reader, a broken connection looks like the end. */
function assertComplete(upload: Readable, { brokenOffFix }: UploadOf): void {
  if (!upload.readableEnded || upload.errored)
    throw new Denied(deny('body-malformed', 'the upload was interrupted', brokenOffFix));
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  /** The line on which it ends. */
  readonly line: number;
}

function checkHeader(header: readonly string[], { column, aliases = [] }: UploadOf): string[] {
  const names = header.map((name) => ([column.toLowerCase(), ...aliases].includes(name.toLowerCase()) ? column : name));
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (!names.includes(column))
    throw new Denied(
      deny(
        'request-invalid',
        `the header has no column "${column}": ${names.join(', ').slice(0, 200)}`,
        `name one of its columns ${column}`,
      ),
    );
  if (duplicate !== undefined)
    throw new Denied(deny('request-invalid', `the header has "${duplicate}" twice`, 'give each column its own name'));
  return [...names];
}

const NOT_A_LIST = new Denied(
  deny(
    'request-invalid',
    `${MOST_SKIPPED} rows in succession can't be read`,
    'check that the file is a CSV list in UTF-8 whose rows have as many cells as the header',
  ),
);

/** Advice that quotes nothing from the row, since its user may be erased later. */
const QUOTES =
  'give each row as many cells as the header, and quote cells that contain a comma, a quote or a line break';

const toUnreadableRow = ({ code, message }: CsvError, nr: number): RefusedRow => ({
  nr,
  reason: code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? message : `the row is not valid CSV: ${code}`,
  fix: QUOTES,
});

/** Reads NDJSON: one object per line. */
async function* readJsonRows(upload: Readable, of: UploadOf): AsyncGenerator<UploadRow> {
  const text = pipeline(upload, createAsUtf8(), () => {}); // the loop below receives its errors
  for await (const line of splitLines(text, MAX_ROW_BYTES)) {
    if ('tooLong' in line) yield toTooLongRow(line.nr, line.tooLong);
    else if ('isNotUtf8' in line) yield toNotUtf8Row(line.nr);
    else if (line.text.trim() !== '') yield toJsonRow(line.nr, line.text);
  }
  assertComplete(upload, of);
}

function toJsonRow(nr: number, line: string): UploadRow {
  let value: unknown;
  try {
    value = parseJson(Buffer.from(line));
  } catch (cause) {
    if (!(cause instanceof Denied)) throw cause;
    return { nr, reason: `the line is not JSON: ${cause.denial.code}`, fix: 'write one JSON object per line' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { nr, reason: 'the line is not a JSON object', fix: 'write one such as {"userId": "42", "plan": "pro"}' };
  return { nr, cells: value as JsonObject };
}

const SAVE_AS_UTF8 = 'save the list as UTF-8, which Excel calls "CSV UTF-8", and send it again';
const toNotUtf8Row = (nr: number): RefusedRow => ({
  nr,
  reason: 'the row is not UTF-8, so its letters are ambiguous',
  fix: SAVE_AS_UTF8,
});

export const toTooLongRow = (nr: number, size: number, most = MAX_ROW_BYTES): RefusedRow => ({
  nr,
  reason: `the row has ${size} bytes, more than ${most}`,
  fix: 'leave out columns that are not needed',
});
