import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** Rows deleted by one statement. */
const SWEPT = 5_000;

/**
 * Marks uploads without progress for an hour as failed, and deletes rows of lists that failed a day ago or were
 * replaced. Leaves the rows of running uploads alone. A job; safe to run twice at once. Returns how many failed.
 */
export async function failBrokenUploads(sql: Sql): Promise<number> {
  const failed = await sql`
    update broadcasts set state = 'failed', detail = 'the upload was interrupted after row ' || last_row
     where state = 'uploading' and touched_at < now() - interval '1 hour'
    returning id`;
  await sql`
    with old as (
      update broadcasts set writer = null
       where state = 'failed' and writer is not null and touched_at < now() - interval '1 day'
      returning workspace, journey, coalesce(rows_under, id) as rows_under
    )
    insert into stale_uploads (workspace, journey, rows_under) select * from old on conflict do nothing`;
  while (await sweepPage(sql));
  return failed.length;
}

/** Deletes a page of rows. Returns false if there are none left. */
async function sweepPage(sql: Sql): Promise<boolean> {
  const [stale] = await sql<{ workspace: WorkspaceId; journey: JourneyId; rowsUnder: string }>`
    select workspace, journey, rows_under as "rowsUnder" from stale_uploads limit 1`;
  if (!stale) return false;
  const { workspace, journey, rowsUnder } = stale;
  const [gone] = await sql<{ n: number }>`
    with rows as (
      delete from list_rows where ctid = any(array(
        select ctid from list_rows
         where workspace = ${workspace} and journey = ${journey} and broadcast = ${rowsUnder} limit ${SWEPT}))
      returning 1
    ), rejects as (
      delete from list_rejects where ctid = any(array(
        select ctid from list_rejects
         where workspace = ${workspace} and journey = ${journey} and broadcast = ${rowsUnder} limit ${SWEPT}))
      returning 1
    )
    select (select count(*) from rows) + (select count(*) from rejects) as n`;
  if (gone?.n === 0)
    await sql`
      delete from stale_uploads where workspace = ${workspace} and journey = ${journey} and rows_under = ${rowsUnder}`;
  return true;
}
