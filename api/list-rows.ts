import { isObject, type JsonObject } from '../journey/base/json.ts';
import type { ListFile, ListRow } from '../store/broadcasts/list-row.ts';
import type { ImportedUser } from '../store/events/import-users.ts';
import { USABLE_ID } from './events/wire.ts';
import { readCell, withoutNul } from './lists/cells.ts';
import { hasTextCells, type ListQuery } from './lists/file-format.ts';
import type { RowFlaw } from './lists/import-rows.ts';
import { MAX_ROW_BYTES, openRecords, toTooLongRow, type Upload, type UploadRow } from './lists/records.ts';
import { createUserReader, USER_LIST, type UserCells } from './lists/user-targets.ts';
import { UserId } from './paging.ts';

/** A list of users that is being uploaded. */
export interface UserList {
  readonly rows: AsyncIterable<ListRow>;
  /** How the file was read, as far as it has been. */
  readonly describe: () => ListFile;
}

/**
 * Opens a list of users while it is uploaded. In CSV, numbers and booleans are typed and empty cells are left out. In
 * NDJSON, entry data is inline or in `properties`, as in `POST …/enter`.
 */
export function openUserList(upload: Upload, query: ListQuery): UserList {
  const { rows, type, describe } = openRecords(upload, query, USER_LIST);
  const isTyped = hasTextCells(type);
  const read = createUserReader(isTyped);
  const readRow = (row: UploadRow): ListRow => {
    if ('reason' in row) return row;
    const cells = read(row.cells);
    if ('reason' in cells) return { nr: row.nr, ...cells };
    return toRow(row.nr, isTyped ? cells : flattenProperties(cells));
  };
  async function* readAll(): AsyncGenerator<ListRow> {
    for await (const row of rows) yield readRow(row);
  }
  return { rows: readAll(), describe };
}

/** Returns a reader for rows of users to create or change. In NDJSON, traits are inline or in `traits`. */
export function createImportedUserReader(type: Upload['type']): (cells: JsonObject) => ImportedUser | RowFlaw {
  const read = createUserReader(hasTextCells(type));
  return (given) => {
    const cells = read(given);
    if ('reason' in cells) return cells;
    const { traits: nested, ...others } = cells.traits;
    const row = toRow(0, { ...cells, traits: isObject(nested) ? { ...others, ...nested } : cells.traits });
    if ('reason' in row) return { reason: row.reason, fix: row.fix };
    const { userId, traits = {}, consents } = row;
    return { userId, traits, consents };
  };
}

/** A row, with the value of its key column. */
interface KeyedRow {
  readonly key: string;
  readonly value: JsonObject;
}

/** Returns a reader for rows that are identified by one column. CSV cells are typed as in a list. */
export const createKeyedReader =
  (column: string, type: Upload['type']) =>
  ({ [column]: given, ...cells }: JsonObject): KeyedRow | RowFlaw => {
    const key = UserId.safeParse(typeof given === 'number' ? String(given) : given);
    if (!key.success)
      return {
        reason: `the ${column} is missing or too long`,
        fix: `give each row a ${column} of at most 250 characters`,
      };
    const value = removeReserved(hasTextCells(type) ? readCells(cells) : cells);
    const size = JSON.stringify(value).length;
    return size > MAX_ROW_BYTES
      ? {
          reason: `the row has ${size} bytes, more than ${MAX_ROW_BYTES}`,
          fix: 'leave out columns that no template needs',
        }
      : { key: key.data, value };
  };

const readCells = (cells: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(cells).flatMap(([name, cell]) => (cell === '' ? [] : [[withoutNul(name), readCell(cell)] as const])),
  );

/** Merges `properties`, as rows for `POST …/enter` have it, into the entry data. */
function flattenProperties(cells: UserCells): UserCells {
  const { properties, ...others } = cells.entry;
  const isNested = typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  return isNested ? { ...cells, entry: { ...others, ...(properties as JsonObject) } } : cells;
}

const ListedId = UserId.regex(USABLE_ID, 'is blank or has control characters');

function toRow(nr: number, { userId: given, entry, traits, consents }: UserCells): ListRow {
  const userId = ListedId.safeParse(typeof given === 'number' ? String(given) : given);
  if (!userId.success)
    return {
      nr,
      reason:
        given === undefined || given === ''
          ? 'the userId is missing'
          : `the userId ${userId.error.issues[0]?.message ?? 'is wrong'}`,
      fix: 'give each row the userId that you use elsewhere, at most 250 characters',
    };
  const size = JSON.stringify(entry).length + JSON.stringify(traits).length;
  if (size > MAX_ROW_BYTES) return toTooLongRow(nr, size);
  return {
    ...{ nr, userId: userId.data, properties: removeReserved(entry), bytes: size },
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(consents.length > 0 && { consents }),
  };
}

/** Removes `$journey`, which is reserved. */
const removeReserved = ({ $journey: _, ...properties }: JsonObject): JsonObject => properties;
