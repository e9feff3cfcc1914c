import type { Readable } from 'node:stream';
import type { JsonObject, JsonValue } from '../journey/base/json.ts';
import type { ListRow } from '../store/broadcasts/lists.ts';
import type { RowFlaw } from './lists/import-rows.ts';
import { type LIST_TYPES, MAX_ROW_BYTES, readRecords, toTooLongRow } from './lists/records.ts';
import { UserId } from './paging.ts';

const LIST = {
  column: 'userId',
  aliases: ['user_id'],
  brokenOffFix: 'send it again: no user of the list has entered',
} as const;

/**
 * Reads the rows of a list of users while it is uploaded. In CSV, numbers and booleans are typed and empty cells are
 * left out. In NDJSON, properties are inline or in `properties`, as in `POST …/enter`.
 */
export async function* readRows(upload: Readable, type: (typeof LIST_TYPES)[number]): AsyncGenerator<ListRow> {
  for await (const row of readRecords(upload, type, LIST)) {
    if ('reason' in row) yield row;
    else yield type === 'text/csv' ? readCsvRow(row.nr, row.cells) : readJsonRow(row.nr, row.cells);
  }
}

function readCsvRow(nr: number, { userId, ...cells }: JsonObject): ListRow {
  return toRow(nr, userId, readCells(cells));
}

/** Types cells, and takes out NUL characters, which PostgreSQL can't store. NDJSON has none: see `parseJson`. */
const readCells = (cells: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(cells).flatMap(([name, cell]) =>
      cell === '' ? [] : [[withoutNul(name), readCell(withoutNul(String(cell)))] as const],
    ),
  );

const withoutNul = (text: string): string => text.replaceAll('\u0000', '');

/** A row, with the value of its key column. */
interface KeyedRow {
  readonly key: string;
  readonly value: JsonObject;
}

/** Returns a reader for rows that are identified by one column. CSV cells are typed as in a list. */
export const createKeyedReader =
  (column: string, type: (typeof LIST_TYPES)[number]) =>
  ({ [column]: given, ...cells }: JsonObject): KeyedRow | RowFlaw => {
    const key = UserId.safeParse(typeof given === 'number' ? String(given) : given);
    if (!key.success)
      return {
        reason: `the ${column} is missing or too long`,
        fix: `give each row a ${column} of at most 250 characters`,
      };
    const value = removeReserved(type === 'text/csv' ? readCells(cells) : cells);
    const size = JSON.stringify(value).length;
    return size > MAX_ROW_BYTES
      ? {
          reason: `the row has ${size} bytes, more than ${MAX_ROW_BYTES}`,
          fix: 'leave out columns that no template needs',
        }
      : { key: key.data, value };
  };

const readJsonRow = (nr: number, { userId, ...row }: JsonObject): ListRow =>
  toRow(nr, typeof userId === 'number' ? String(userId) : userId, flattenProperties(row));

/** Reads a cell. Only numbers that print as they were written become numbers: 0031 stays text. */
function readCell(cell: string): JsonValue {
  if (cell === 'true' || cell === 'false') return cell === 'true';
  return cell !== '' && String(Number(cell)) === cell ? Number(cell) : cell;
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
  return { nr, userId: userId.data, properties: removeReserved(properties), bytes: size };
}

/** Removes `$journey`, which is reserved. */
const removeReserved = ({ $journey: _, ...properties }: JsonObject): JsonObject => properties;
