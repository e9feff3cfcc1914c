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
      /** About how long the properties are. */
      readonly bytes?: number;
    }
  | { readonly nr: number; readonly reason: string; readonly fix: string };

export interface ListRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly actor: string;
  /** The same again is the same list. */
  readonly id?: string | undefined;
}

export interface Uploaded {
  readonly id: string;
  /** Rows that were taken, and rows that could not be read. */
  readonly rows: number;
  readonly rejected: number;
}

/** Written in one transaction: so many rows, or fewer long ones. */
const PAGE = 1_000;
const PAGE_BYTES = 1_048_576;

/**
 * Takes a list in, row by row as it comes; when it is whole, its people are queued. One that breaks off has let nobody in, and says so. Rows that
 * cannot be read are kept with their reason, and hold up nobody else. The same list sent again before it was whole begins anew at once,
 * whatever became of the one before: its rows are told apart from the others' by `rowsUnder`.
 */
export async function uploadList(
  database: Database,
  request: ListRequest,
  rows: AsyncIterable<ListRow>,
): Promise<Result<Uploaded>> {
  const begun = await begin(database, request);
  if (!begun.ok) return begun;
  if (begun.value.is === 'known') return ok(begun.value.uploaded);
  const list: Upload = { ...request, ...begun.value };
  const sum = { rows: 0, rejected: 0 };
  try {
    for await (const page of pagesOf(withKeys(rows, list.key))) {
      if (!(await write(database.sql, list, page))) return overtaken(list);
      sum.rejected += page.filter((row) => 'reason' in row).length;
      sum.rows += page.filter((row) => 'userId' in row).length;
    }
  } catch (cause) {
    await breakOff(database.sql, list, `the upload broke off after row ${sum.rows + sum.rejected}`);
    throw cause;
  }
  return (await queueUp(database, list, sum)) ? ok({ id: list.id, ...sum }) : overtaken(list);
}

/** One sending of a list. */
interface Upload extends ListRequest {
  readonly id: string;
  /** What its rows are kept under until the list is whole. */
  readonly rowsUnder: string;
  /** Where the running version finds the entry key in a row. */
  readonly key?: string | undefined;
}

const overtaken = ({ id }: Upload): Result<never> =>
  refuse(
    'idempotency-key-reused',
    `the list "${id}" is being sent again by another request`,
    'wait for the answer to that one',
  );

type Begun =
  | ({ readonly is: 'begun' } & Pick<Upload, 'id' | 'rowsUnder' | 'key'>)
  | { readonly is: 'known'; readonly uploaded: Uploaded };

async function begin(
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
      `the entry of "${journey}" is ${found.type}: no list lets anybody in`,
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
      ? ok({ is: 'begun', id, rowsUnder, key })
      : ok(await beginAgain(tx, { workspace, journey, actor, id, rowsUnder, key }));
  });
}

/** One that isn't whole begins anew; what has come in of it is swept away later. */
async function beginAgain(sql: Sql, { workspace, journey, id, rowsUnder, key }: Upload): Promise<Begun> {
  const [before] = await sql<{ state: string; rows: number; rejected: number }>`
    select state, total as rows, rejected from broadcasts
     where workspace = ${workspace} and journey = ${journey} and id = ${id} for update`;
  if (before && !['uploading', 'failed'].includes(before.state))
    return { is: 'known', uploaded: { id, rows: before.rows, rejected: before.rejected } };
  await sql`
    with before as (
      select workspace, journey, id, rows_under from broadcasts
       where workspace = ${workspace} and journey = ${journey} and id = ${id}
    ), left_over as (
      insert into stale_uploads (workspace, journey, rows_under)
      select workspace, journey, coalesce(rows_under, id) from before on conflict do nothing
    )
    update broadcasts set state = 'uploading', detail = null, total = null, rejected = 0, rows_under = ${rowsUnder}, touched_at = now()
     where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
  return { is: 'begun', id, rowsUnder, key };
}

/** A row whose entry key is too long could be stored nowhere: it is told by its name, and the others go on. */
async function* withKeys(rows: AsyncIterable<ListRow>, key: string | undefined): AsyncGenerator<ListRow> {
  for await (const row of rows) {
    const flaw = 'userId' in row ? keyFlaw({ key }, row) : undefined;
    yield flaw ? { nr: row.nr, reason: `${flaw.path}: ${flaw.message}`, fix: flaw.fix } : row;
  }
}

async function* pagesOf(rows: AsyncIterable<ListRow>): AsyncGenerator<readonly ListRow[]> {
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

/** False: the same list is being sent again, and this is the one before. */
async function write(
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
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and rows_under = ${rowsUnder} and state = 'uploading'
      returning 1
    ), taken as (
      insert into list_rows (workspace, journey, broadcast, nr, user_id, properties)
      select ${workspace}, ${journey}, ${rowsUnder}, r.* from mine, unnest(
        ${taken.map(({ nr }) => nr)}::bigint[], ${taken.map(({ userId }) => userId)}::text[], ${taken.map(({ properties }) => properties)}::jsonb[]) as r
    ), rejected as (
      insert into list_rejects (workspace, journey, broadcast, nr, reason, fix)
      select ${workspace}, ${journey}, ${rowsUnder}, r.* from mine, unnest(
        ${rejected.map(({ nr }) => nr)}::bigint[], ${rejected.map(({ reason }) => reason)}::text[], ${rejected.map(({ fix }) => fix)}::text[]) as r
    )
    select 1 from mine`;
  return written.length > 0;
}

/** Whole: from now on it lets people in, as the version does that runs now. False: see `write`. */
const queueUp = (
  { transaction }: Database,
  { workspace, journey, actor, id, rowsUnder }: Upload,
  sum: { readonly rows: number; readonly rejected: number },
): Promise<boolean> =>
  transaction(async (sql) => {
    const mine = await sql`
      update broadcasts b
         set state = 'filling', at = clock(${workspace}), begins_at = clock(${workspace}), total = ${sum.rows},
             version = (select version from journeys j where j.workspace = b.workspace and j.id = b.journey)
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and rows_under = ${rowsUnder} and state = 'uploading'
      returning 1`;
    if (mine.length === 0) return false;
    const about = { journey, broadcast: id, ...sum };
    await recordAudit(sql, { workspace, actor, action: 'journey.list', about });
    return true;
  });

const breakOff = (sql: Sql, { workspace, journey, id, rowsUnder }: Upload, detail: string) => sql`
  with mine as (
    update broadcasts set state = 'failed', detail = ${detail}
     where workspace = ${workspace} and journey = ${journey} and id = ${id} and rows_under = ${rowsUnder} and state = 'uploading'
    returning 1
  )
  insert into stale_uploads (workspace, journey, rows_under)
  select ${workspace}, ${journey}, ${rowsUnder} from mine on conflict do nothing`;

/** Rows that go in one statement. */
const SWEPT = 5_000;

/**
 * Says of uploads that have not moved for an hour that they broke off, and takes away what came in of lists that didn't get whole: never
 * of one that is being sent again, whose rows are kept under another name. A job, safe to run twice at once. Returns how many broke off.
 */
export async function failBrokenUploads(sql: Sql): Promise<number> {
  const failed = await sql`
    with broken as (
      update broadcasts set state = 'failed', detail = 'the upload broke off'
       where state = 'uploading' and touched_at < now() - interval '1 hour'
      returning workspace, journey, coalesce(rows_under, id) as rows_under
    ), left_over as (
      insert into stale_uploads (workspace, journey, rows_under) select * from broken on conflict do nothing
    )
    select rows_under from broken`;
  while (await sweepPage(sql));
  return failed.length;
}

/** False: there is nothing more. */
async function sweepPage(sql: Sql): Promise<boolean> {
  const [stale] = await sql<{ workspace: string; journey: string; rowsUnder: string }>`
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
