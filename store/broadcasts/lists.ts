import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { keyFlaw } from '../../journey/entries/judge.ts';
import type { PublishedState } from '../../journey/lifecycle/state.ts';
import { recordAudit } from '../access/audit.ts';
import { newEventId } from '../base/ids.ts';
import type { Database, Sql } from '../base/sql.ts';

/** A row of a list, by its number in the file. */
export type ListRow =
  | {
      readonly nr: number;
      readonly userId: string;
      readonly properties: JsonObject;
      /** Approximate size of the properties in bytes. */
      readonly bytes?: number;
    }
  | { readonly nr: number; readonly reason: string; readonly fix: string };

export interface ListRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly actor: string;
  /** Repeats with the same id are the same list. */
  readonly id?: string | undefined;
}

export interface Uploaded {
  readonly id: string;
  /** Accepted rows, and rows that could not be read. */
  readonly rows: number;
  readonly rejected: number;
}

/** Most rows, and most bytes, written in one transaction. */
const PAGE = 1_000;
const PAGE_BYTES = 1_048_576;

/**
 * Stores a list row by row as it arrives, and queues its users once it is complete. An upload that breaks off lets
 * nobody in and is marked as failed. Rows that can't be read are stored with the reason and don't affect others. If a
 * list is sent again before it was complete, the new upload replaces the old one; `rowsUnder` keeps their rows apart.
 */
export async function uploadList(
  database: Database,
  request: ListRequest,
  rows: AsyncIterable<ListRow>,
): Promise<Result<Uploaded>> {
  const begun = await beginUpload(database, request);
  if (!begun.ok) return begun;
  if (begun.value.type === 'known') return ok(begun.value.uploaded);
  const list: Upload = { ...request, ...begun.value };
  const sum = { rows: 0, rejected: 0 };
  try {
    for await (const page of splitIntoPages(checkKeys(rows, list.key))) {
      if (!(await writePage(database.sql, list, page))) return refuseOvertaken(list);
      sum.rejected += page.filter((row) => 'reason' in row).length;
      sum.rows += page.filter((row) => 'userId' in row).length;
    }
  } catch (cause) {
    await failUpload(database.sql, list, `the upload was interrupted after row ${sum.rows + sum.rejected}`);
    throw cause;
  }
  return (await startFilling(database, list, sum)) ? ok({ id: list.id, ...sum }) : refuseOvertaken(list);
}

/** One upload of a list. */
interface Upload extends ListRequest {
  readonly id: string;
  /** Key of its rows until the list is complete. */
  readonly rowsUnder: string;
  /** Path of the entry key in a row, by the running version. */
  readonly key?: string | undefined;
}

const refuseOvertaken = ({ id }: Upload): Result<never> =>
  refuse(
    'idempotency-key-reused',
    `the list "${id}" is being sent again by another request`,
    'wait for the answer to that one',
  );

type Begun =
  | ({ readonly type: 'begun' } & Pick<Upload, 'id' | 'rowsUnder' | 'key'>)
  | { readonly type: 'known'; readonly uploaded: Uploaded };

async function beginUpload(
  { sql, transaction }: Database,
  { workspace, journey, actor, id = newEventId() }: ListRequest,
): Promise<Result<Begun>> {
  const [found] = await sql<{ state: PublishedState; type: string; key: string | null }>`
    select j.state, j.entry_type as type, v.document -> 'entry' ->> 'key' as key
      from journeys j join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
     where j.workspace = ${workspace} and j.id = ${journey}`;
  if (!found) return refuse('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
  if (found.type !== 'list')
    return refuse(
      'entry-refused',
      `journey "${journey}" takes entries of the type "${found.type}", not from a list`,
      'publish it with an entry of the type "list"',
    );
  if (found.state !== 'running' && found.state !== 'scheduled')
    return refuse('journey-not-running', `journey "${journey}" is ${found.state}`, 'start it, or resume it, first');
  const rowsUnder = newEventId();
  const key = found.key ?? undefined;
  return transaction(async (tx) => {
    const made = await tx`
      insert into broadcasts (workspace, journey, id, source, state, at, created_by, rows_under)
      values (${workspace}, ${journey}, ${id}, 'list', 'uploading', clock(${workspace}), ${actor}, ${rowsUnder})
      on conflict (workspace, journey, id) do nothing
      returning id`;
    return made.length > 0
      ? ok({ type: 'begun', id, rowsUnder, key })
      : ok(await restartUpload(tx, { workspace, journey, actor, id, rowsUnder, key }));
  });
}

/** Restarts an incomplete upload. A job deletes the old rows later. */
async function restartUpload(sql: Sql, { workspace, journey, id, rowsUnder, key }: Upload): Promise<Begun> {
  const [before] = await sql<{ state: string; rows: number; rejected: number }>`
    select state, total as rows, rejected from broadcasts
     where workspace = ${workspace} and journey = ${journey} and id = ${id} for update`;
  if (before && !['uploading', 'failed'].includes(before.state))
    return { type: 'known', uploaded: { id, rows: before.rows, rejected: before.rejected } };
  await sql`
    with before as (
      select workspace, journey, id, rows_under from broadcasts
       where workspace = ${workspace} and journey = ${journey} and id = ${id}
    ), left_over as (
      insert into stale_uploads (workspace, journey, rows_under)
      select workspace, journey, coalesce(rows_under, id) from before on conflict do nothing
    )
    update broadcasts set state = 'uploading', detail = null, total = null, rejected = 0, rows_under = ${rowsUnder},
        touched_at = now()
     where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
  return { type: 'begun', id, rowsUnder, key };
}

/** Rejects rows whose entry key is too long to store, and passes on the others. */
async function* checkKeys(rows: AsyncIterable<ListRow>, key: string | undefined): AsyncGenerator<ListRow> {
  for await (const row of rows) {
    const flaw = 'userId' in row ? keyFlaw({ key }, row) : undefined;
    yield flaw ? { nr: row.nr, reason: `${flaw.path}: ${flaw.message}`, fix: flaw.fix } : row;
  }
}

async function* splitIntoPages(rows: AsyncIterable<ListRow>): AsyncGenerator<readonly ListRow[]> {
  let page: ListRow[] = [];
  let bytes = 0;
  for await (const row of rows) {
    page.push(row);
    bytes += 'userId' in row ? (row.bytes ?? 0) : 0;
    if (page.length < PAGE && bytes < PAGE_BYTES) continue;
    yield page;
    page = [];
    bytes = 0;
  }
  if (page.length > 0) yield page;
}

/** Writes a page. Returns false if a newer upload of the same list has replaced this one. */
async function writePage(
  sql: Sql,
  { workspace, journey, id, rowsUnder }: Upload,
  page: readonly ListRow[],
): Promise<boolean> {
  const taken = page.flatMap((row) => ('userId' in row ? [row] : []));
  const rejected = page.flatMap((row) => ('reason' in row ? [row] : []));
  const written = await sql`
    with mine as (
      update broadcasts
         set total = coalesce(total, 0) + ${taken.length}, rejected = rejected + ${rejected.length}, touched_at = now()
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and rows_under = ${rowsUnder}
         and state = 'uploading'
      returning 1
    ), taken as (
      insert into list_rows (workspace, journey, broadcast, nr, user_id, properties)
      select ${workspace}, ${journey}, ${rowsUnder}, r.* from mine, unnest(
        ${taken.map(({ nr }) => nr)}::bigint[], ${taken.map(({ userId }) => userId)}::text[],
        ${taken.map(({ properties }) => properties)}::jsonb[]) as r
    ), rejected as (
      insert into list_rejects (workspace, journey, broadcast, nr, reason, fix)
      select ${workspace}, ${journey}, ${rowsUnder}, r.* from mine, unnest(
        ${rejected.map(({ nr }) => nr)}::bigint[], ${rejected.map(({ reason }) => reason)}::text[],
        ${rejected.map(({ fix }) => fix)}::text[]) as r
    )
    select 1 from mine`;
  return written.length > 0;
}

/** Starts filling a complete list with the running version. Returns false as `writePage` does. */
const startFilling = (
  { transaction }: Database,
  { workspace, journey, actor, id, rowsUnder }: Upload,
  sum: { readonly rows: number; readonly rejected: number },
): Promise<boolean> =>
  transaction(async (sql) => {
    const mine = await sql`
      update broadcasts b
         set state = 'filling', at = clock(${workspace}), begins_at = clock(${workspace}), total = ${sum.rows},
             version = (select version from journeys j where j.workspace = b.workspace and j.id = b.journey)
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and rows_under = ${rowsUnder}
         and state = 'uploading'
      returning 1`;
    if (mine.length === 0) return false;
    const about = { journey, broadcast: id, ...sum };
    await recordAudit(sql, { workspace, actor, action: 'journey.list', about });
    return true;
  });

const failUpload = (sql: Sql, { workspace, journey, id, rowsUnder }: Upload, detail: string) => sql`
  with mine as (
    update broadcasts set state = 'failed', detail = ${detail}
     where workspace = ${workspace} and journey = ${journey} and id = ${id} and rows_under = ${rowsUnder}
       and state = 'uploading'
    returning 1
  )
  insert into stale_uploads (workspace, journey, rows_under)
  select ${workspace}, ${journey}, ${rowsUnder} from mine on conflict do nothing`;

/** Rows deleted by one statement. */
const SWEPT = 5_000;

/**
 * Marks uploads without progress for an hour as failed, and deletes rows of incomplete lists. Leaves the rows of
 * running uploads alone. A job; safe to run twice at once. Returns how many failed.
 */
export async function failBrokenUploads(sql: Sql): Promise<number> {
  const failed = await sql`
    with broken as (
      update broadcasts set state = 'failed', detail = 'the upload was interrupted'
       where state = 'uploading' and touched_at < now() - interval '1 hour'
      returning workspace, journey, coalesce(rows_under, id) as rows_under
    ), left_over as (
      insert into stale_uploads (workspace, journey, rows_under) select * from broken on conflict do nothing
    )
    select rows_under from broken`;
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
