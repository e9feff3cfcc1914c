import { pipeline, type Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { ListRow } from '../store/broadcasts/lists.ts';
import { parseJson } from './json.ts';
import { createAsUtf8 } from './lists/as-utf8.ts';
import { linesOf } from './lists/bounded-lines.ts';
import { createCsvGuard, type LeftOut } from './lists/csv-guard.ts';
import { UserId } from './paging.ts';
import { Denied, deny } from './problem.ts';

/** A line that is longer is a mistake: what a journey remembers of an entry is less. */
const MAX_ROW_BYTES = 32_768;
/** As it is written, with quotation marks and empty cells. */
const MAX_LINE_BYTES = MAX_ROW_BYTES * 4;

export const LIST_TYPES = ['text/csv', 'application/x-ndjson'] as const;
type ListType = (typeof LIST_TYPES)[number];

/** Rows of a list as they come in, numbered by their line: those that cannot be read with the reason and what to do about it. */
export const rowsOf = (upload: Readable, type: ListType): AsyncIterable<ListRow> =>
  type === 'text/csv' ? csvRows(upload) : jsonRows(upload);

/** A header first; its column `userId` says who. Numbers, true and false are read as such; an empty cell is none. */
async function* csvRows(upload: Readable): AsyncGenerator<ListRow> {
  const skipped: ListRow[] = [];
  const guard = createCsvGuard({
    mostBytes: MAX_LINE_BYTES,
    onNotUtf8: ({ line, isFirst }) => {
      if (isFirst) throw new Denied(deny('request-invalid', 'the header is not UTF-8', SAVE_AS_UTF8));
      skipped.push(notUtf8(line));
    },
    onTooLong: (record) => skipped.push(tooLong(record.line, mustNotBeHeader(record).bytes, MAX_LINE_BYTES)),
    unclosed: (line) =>
      new Denied(deny('request-invalid', `the quotation mark in line ${line} is never closed`, QUOTES)),
  });
  const parser = parse({
    bom: true,
    columns: (header: string[]) => checkedHeader(header.map((name) => name.trim())),
    info: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES + 1_024, // the guard's limit comes first
    skip_records_with_error: true,
    on_skip: (error) => void (error && skipped.push(unreadable(error, guard.lineOf(Number(error.lines ?? 0))))),
  });
  const records: AsyncIterable<CsvRecord> = pipeline(upload, createAsUtf8(), guard.stream, parser, () => {}); // whoever reads them hears of a fault
  try {
    for await (const { record, info } of records) {
      yield* skipped.splice(0);
      const { userId, ...cells } = record;
      const properties = Object.entries(cells).flatMap(([name, cell]) => (cell === '' ? [] : [[name, cellOf(cell)]]));
      yield rowOf(guard.lineOf(info.lines), userId, Object.fromEntries(properties));
    }
  } catch (cause) {
    throw isOfCsv(cause) ? new Denied(deny('request-invalid', `the list is no CSV: ${cause.code}`, QUOTES)) : cause;
  }
  yield* skipped.splice(0);
  mustBeWhole(upload);
}

const isOfCsv = (cause: unknown): cause is CsvError =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('CSV_');

function mustNotBeHeader(record: LeftOut): LeftOut {
  if (!record.isFirst) return record;
  throw new Denied(
    deny(
      'request-invalid',
      `the header has ${record.bytes} bytes, more than ${MAX_LINE_BYTES}`,
      'begin with a line of column names',
    ),
  );
}

/** A connection that broke looks like the end of the lines. */
function mustBeWhole(upload: Readable): void {
  if (!upload.readableEnded || upload.errored)
    throw new Denied(deny('body-malformed', 'the upload broke off', 'send it again: nobody has been let in'));
}

interface CsvRecord {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function checkedHeader(header: readonly string[]): string[] {
  const names = header.map((name) => (['userid', 'user_id'].includes(name.toLowerCase()) ? 'userId' : name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (!names.includes('userId'))
    throw new Denied(
      deny(
        'request-invalid',
        `the header has no column "userId": ${names.join(', ').slice(0, 200)}`,
        'name one of its columns userId',
      ),
    );
  if (twice !== undefined)
    throw new Denied(deny('request-invalid', `the header has "${twice}" twice`, 'give each column its own name'));
  return [...names];
}

/** Without what stands in the row: it may be of somebody who is erased one day. */
const QUOTES =
  'write as many cells as the header has, and put quotation marks around those with a comma, a quote or a line break';

const unreadable = ({ code, message }: CsvError, nr: number): ListRow => ({
  nr,
  reason: code === 'CSV_RECORD_INCONSISTENT_COLUMNS' ? message : `the row is no CSV: ${code}`,
  fix: QUOTES,
});

/** Only what reads back as it was written: 0031 stays a text. */
function cellOf(cell: string): JsonValue {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return cell !== '' && String(Number(cell)) === cell ? Number(cell) : cell;
}

/** A line an object: `userId`, and whatever else it has; or that in `properties`, as `POST …/enter` takes it. */
async function* jsonRows(upload: Readable): AsyncGenerator<ListRow> {
  const text = pipeline(upload, createAsUtf8(), () => {}); // whoever reads it hears of a fault
  for await (const line of linesOf(text, MAX_ROW_BYTES)) {
    if ('tooLong' in line) yield tooLong(line.nr, line.tooLong);
    else if ('isNotUtf8' in line) yield notUtf8(line.nr);
    else if (line.text.trim() !== '') yield jsonRow(line.nr, line.text);
  }
  mustBeWhole(upload);
}

function jsonRow(nr: number, line: string): ListRow {
  let value: unknown;
  try {
    value = parseJson(Buffer.from(line));
  } catch (cause) {
    if (!(cause instanceof Denied)) throw cause;
    return { nr, reason: `the line is not JSON: ${cause.denial.code}`, fix: 'write one JSON object a line' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { nr, reason: 'the line is no JSON object', fix: 'write one such as {"userId": "42", "plan": "pro"}' };
  const { userId, ...row } = value as JsonObject;
  return rowOf(nr, typeof userId === 'number' ? String(userId) : userId, withoutNesting(row));
}

/** What `POST …/enter` takes has them in `properties`. */
function withoutNesting({ properties, ...others }: JsonObject): JsonObject {
  if (properties === undefined) return others;
  const isNested = typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  return isNested ? { ...others, ...(properties as JsonObject) } : { ...others, properties };
}

function rowOf(nr: number, given: unknown, properties: JsonObject): ListRow {
  const userId = UserId.safeParse(given);
  if (!userId.success)
    return {
      nr,
      reason:
        given === undefined || given === ''
          ? 'there is no userId'
          : `the userId ${userId.error.issues[0]?.message ?? 'is wrong'}`,
      fix: 'give each row the userId by which you call the user elsewhere, at most 250 characters',
    };
  const size = JSON.stringify(properties).length;
  if (size > MAX_ROW_BYTES) return tooLong(nr, size);
  return { nr, userId: userId.data, properties: cleaned(properties), bytes: size };
}

const SAVE_AS_UTF8 = 'save the list as UTF-8, which Excel calls "CSV UTF-8", and send it again';
const notUtf8 = (nr: number): ListRow => ({
  nr,
  reason: 'the row is not UTF-8, so its letters cannot be told for certain',
  fix: SAVE_AS_UTF8,
});

const tooLong = (nr: number, size: number, most = MAX_ROW_BYTES): ListRow => ({
  nr,
  reason: `the row has ${size} bytes, more than ${most}`,
  fix: 'leave out columns that the journey does not need',
});

/** A NUL is nothing that PostgreSQL could keep; the name of the journey is not a column's to say. */
const cleaned = ({ $journey: _, ...properties }: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(properties).replaceAll('\\u0000', '')) as JsonObject;
