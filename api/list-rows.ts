import { pipeline, type Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { ListRow } from '../store/broadcasts/lists.ts';
import { parseJson } from './json.ts';
import { createAsUtf8 } from './lists/as-utf8.ts';
import { splitLines } from './lists/bounded-lines.ts';
import { createCsvGuard, type LeftOut } from './lists/csv-guard.ts';
import { UserId } from './paging.ts';
import { Denied, deny } from './problem.ts';

/** Longer rows are mistakes: a journey stores less than this of an entry. */
const MAX_ROW_BYTES = 32_768;
/** Limit of a raw CSV line, which also has quotation marks and empty cells. */
const MAX_LINE_BYTES = MAX_ROW_BYTES * 4;

/** Rows in succession that can't be read, after which the upload is refused: it isn't the list it claims to be. */
const MOST_SKIPPED = 10_000;

export const LIST_TYPES = ['text/csv', 'application/x-ndjson'] as const;
type ListType = (typeof LIST_TYPES)[number];

/** Reads the rows of a list while it is uploaded, numbered by line. Unreadable rows carry a reason and a fix. */
export const readRows = (upload: Readable, type: ListType): AsyncIterable<ListRow> =>
  type === 'text/csv' ? readCsvRows(upload) : readJsonRows(upload);

/** Reads CSV: a header with a `userId` column, then rows. Numbers and booleans are typed; empty cells are left out. */
async function* readCsvRows(upload: Readable): AsyncGenerator<ListRow> {
  const skipped: ListRow[] = [];
  const skip = (row: ListRow) => {
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
      return checkHeader(header.map((name) => name.trim()));
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
      const { userId, ...cells } = record;
      const properties = Object.entries(cells).flatMap(([name, cell]) => (cell === '' ? [] : [[name, readCell(cell)]]));
      yield toRow(line, userId, Object.fromEntries(properties));
    }
  } catch (cause) {
    throw isCsvError(cause)
      ? new Denied(deny('request-invalid', `the list is not valid CSV: ${cause.code}`, QUOTES))
      : cause;
  }
  yield* skipped.splice(0);
  assertComplete(upload);
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
function assertComplete(upload: Readable): void {
  if (!upload.readableEnded || upload.errored)
    throw new Denied(deny('body-malformed', 'the upload broke off', 'send it again: no user of the list has entered'));
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  /** The line on which it ends. */
  readonly line: number;
}

function checkHeader(header: readonly string[]): string[] {
  const names = header.map((name) => (['userid', 'user_id'].includes(name.toLowerCase()) ? 'userId' : name));
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (!names.includes('userId'))
    throw new Denied(
      deny(
        'request-invalid',
        `the header has no column "userId": ${names.join(', ').slice(0, 200)}`,
        'name one of its columns userId',
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

const toUnreadableRow = ({ code, message }: CsvError, nr: number): ListRow => ({
  nr,
  reason: code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? message : `the row is not valid CSV: ${code}`,
  fix: QUOTES,
});

/** Reads a cell. Only numbers that print as they were written become numbers: 0031 stays text. */
function readCell(cell: string): JsonValue {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return cell !== '' && String(Number(cell)) === cell ? Number(cell) : cell;
}

/** Reads NDJSON: one object per line with `userId` and properties, inline or in `properties` as in `POST …/enter`. */
async function* readJsonRows(upload: Readable): AsyncGenerator<ListRow> {
  const text = pipeline(upload, createAsUtf8(), () => {}); // the loop below receives its errors
  for await (const line of splitLines(text, MAX_ROW_BYTES)) {
    if ('tooLong' in line) yield toTooLongRow(line.nr, line.tooLong);
    else if ('isNotUtf8' in line) yield toNotUtf8Row(line.nr);
    else if (line.text.trim() !== '') yield toJsonRow(line.nr, line.text);
  }
  assertComplete(upload);
}

function toJsonRow(nr: number, line: string): ListRow {
  let value: unknown;
  try {
    value = parseJson(Buffer.from(line));
  } catch (cause) {
    if (!(cause instanceof Denied)) throw cause;
    return { nr, reason: `the line is not JSON: ${cause.denial.code}`, fix: 'write one JSON object per line' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { nr, reason: 'the line is not a JSON object', fix: 'write one such as {"userId": "42", "plan": "pro"}' };
  const { userId, ...row } = value as JsonObject;
  return toRow(nr, typeof userId === 'number' ? String(userId) : userId, flattenProperties(row));
}

/** Merges `properties`, as rows for `POST …/enter` have it, into the row itself. */
function flattenProperties({ properties, ...others }: JsonObject): JsonObject {
  if (properties === undefined) return others;
  const isNested = typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  return isNested ? { ...others, ...(properties as JsonObject) } : { ...others, properties };
}

function toRow(nr: number, given: unknown, properties: JsonObject): ListRow {
  const userId = UserId.safeParse(given);
  if (!userId.success)
    return {
      nr,
      reason:
        given === undefined || given === ''
          ? 'the userId is missing'
          : `the userId ${userId.error.issues[0]?.message ?? 'is wrong'}`,
      fix: 'give each row the userId that you use elsewhere, at most 250 characters',
    };
  const size = JSON.stringify(properties).length;
  if (size > MAX_ROW_BYTES) return toTooLongRow(nr, size);
  return { nr, userId: userId.data, properties: removeUnstorable(properties), bytes: size };
}

const SAVE_AS_UTF8 = 'save the list as UTF-8, which Excel calls "CSV UTF-8", and send it again';
const toNotUtf8Row = (nr: number): ListRow => ({
  nr,
  reason: 'the row is not UTF-8, so its letters are ambiguous',
  fix: SAVE_AS_UTF8,
});

const toTooLongRow = (nr: number, size: number, most = MAX_ROW_BYTES): ListRow => ({
  nr,
  reason: `the row has ${size} bytes, more than ${most}`,
  fix: 'leave out columns that the journey does not need',
});

/** Removes NUL characters, which PostgreSQL can't store, and `$journey`, which is reserved. */
const removeUnstorable = ({ $journey: _, ...properties }: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(properties).replaceAll('\\u0000', '')) as JsonObject;
