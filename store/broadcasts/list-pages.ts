import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { entryKey } from '../../journey/entries/judge.ts';
import type { Database, Sql } from '../base/sql.ts';
import type { ListRow } from './list-row.ts';

/** Accepted rows of a list, rows that could not be read, and rows whose user is on it already. */
export interface UploadSum {
  readonly rows: number;
  readonly rejected: number;
  readonly repeated: number;
}

/** An upload that writes rows. */
export interface Uploading {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly id: string;
  /** Tells this upload from others of the same list: only the latest may write. */
  readonly writer: string;
  /** Key of the list's rows. */
  readonly rowsUnder: string;
  /** Path of the entry key in a row, by the running version. */
  readonly key?: string | undefined;
}

/**
 * Writes a page, and how far the upload has come, in one transaction. Of rows with the same user and entry key, the
 * first is taken. Returns false if another upload of the list has replaced this one.
 */
export const writePage = (
  { transaction }: Pick<Database, 'transaction'>,
  upload: Uploading & { readonly rowsHash: string },
  page: readonly ListRow[],
): Promise<boolean> =>
  transaction(async (sql) => {
    const { workspace, journey, id, writer, rowsUnder, rowsHash } = upload;
    const rejected = page.filter((row) => 'reason' in row);
    const lastRow = page.at(-1)?.nr ?? 0;
    const mine = await sql`
      update broadcasts
         set rejected = rejected + ${rejected.length}, last_row = ${lastRow}, rows_hash = ${rowsHash},
             touched_at = now()
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and writer = ${writer}
         and state = 'uploading'
      returning 1`;
    if (mine.length === 0) return false;
    if (rejected.length > 0)
      await sql`
        insert into list_rejects (workspace, journey, broadcast, nr, reason, fix)
        select ${workspace}, ${journey}, ${rowsUnder}, r.* from unnest(
          ${rejected.map(({ nr }) => nr)}::bigint[], ${rejected.map(({ reason }) => reason)}::text[],
          ${rejected.map(({ fix }) => fix)}::text[]) as r`;
    const rows = page.filter((row) => 'userId' in row);
    const taken = await insertRows(sql, upload, rows);
    if (taken < rows.length) await noteRepeated(sql, upload, rows);
    await sql`
      update broadcasts
         set total = coalesce(total, 0) + ${taken}, repeated = repeated + ${rows.length - taken}
       where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
    return true;
  });

type UserRow = Extract<ListRow, { readonly userId: string }>;

/** Inserts rows, and returns how many aren't repeated. */
async function insertRows(
  sql: Sql,
  { workspace, journey, rowsUnder, key }: Uploading,
  rows: readonly UserRow[],
): Promise<number> {
  const inserted = await sql`
    insert into list_rows (workspace, journey, broadcast, nr, user_id, properties, entry_key, changes)
    select ${workspace}, ${journey}, ${rowsUnder}, r.* from unnest(
      ${rows.map(({ nr }) => nr)}::bigint[], ${rows.map(({ userId }) => userId)}::text[],
      ${rows.map(({ properties }) => properties)}::jsonb[],
      ${rows.map((row) => entryKey({ key }, row) ?? '')}::text[], ${rows.map(changesOf)}::jsonb[]) as r
    on conflict do nothing
    returning 1`;
  return inserted.length;
}

const changesOf = ({ traits, consents }: UserRow) => (traits || consents ? JSON.stringify({ traits, consents }) : null);

/** Reports the rows of a page that weren't inserted, each with the row that has its user. */
const noteRepeated = (sql: Sql, { workspace, journey, rowsUnder, key }: Uploading, rows: readonly UserRow[]) => sql`
  insert into list_rejects (workspace, journey, broadcast, nr, reason, fix, outcome)
  select ${workspace}, ${journey}, ${rowsUnder}, r.nr, 'the user is on the list already, in line ' || first.nr,
         'leave the row out: the user enters once, by the first row', 'repeated'
    from unnest(${rows.map(({ nr }) => nr)}::bigint[], ${rows.map(({ userId }) => userId)}::text[],
                ${rows.map((row) => entryKey({ key }, row) ?? '')}::text[]) as r (nr, user_id, entry_key)
    join list_rows first
      on first.workspace = ${workspace} and first.user_id = r.user_id and first.journey = ${journey}
     and first.broadcast = ${rowsUnder} and first.entry_key = r.entry_key
   where first.nr <> r.nr`;
