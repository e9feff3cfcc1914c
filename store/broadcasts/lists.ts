import type { JourneyId, WorkspaceId } from '../../journey/ids.ts';
import type { JsonObject } from '../../journey/json.ts';
import { ok, type Result, refuse } from '../../journey/refusal.ts';
import type { PublishedState } from '../../journey/state.ts';
import type { Instant } from '../../journey/time.ts';
import { recordAudit } from '../audit.ts';
import { newEventId } from '../ids.ts';
import type { Database, Sql } from '../sql.ts';

/** A row of a list, by its number in the file. */
export type ListRow =
  | { readonly nr: number; readonly userId: string; readonly properties: JsonObject }
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

/** Written in one transaction. */
const PAGE = 1_000;

/**
 * Takes a list in, row by row as it comes; when it is whole, its people are queued. One that breaks off has let nobody in, and says so. Rows that
 * cannot be read are kept with their reason, and hold up nobody else.
 */
export async function uploadList(
  database: Database,
  request: ListRequest,
  rows: AsyncIterable<ListRow>,
): Promise<Result<Uploaded>> {
  const { sql } = database;
  const begun = await begin(sql, request);
  if (!begun.ok) return begun;
  const { id, before } = begun.value;
  if (before) return ok({ id, ...before });
  const sum = { rows: 0, rejected: 0 };
  try {
    for await (const page of pagesOf(rows)) {
      await write(sql, request, id, page);
      sum.rejected += page.filter((row) => 'reason' in row).length;
      sum.rows += page.filter((row) => 'userId' in row).length;
    }
  } catch (cause) {
    await breakOff(sql, request, id, `the upload broke off after row ${sum.rows + sum.rejected}`);
    throw cause;
  }
  await queueUp(database, request, id, sum);
  return ok({ id, ...sum });
}

interface Begun {
  readonly id: string;
  /** It has been uploaded already. */
  readonly before?: Omit<Uploaded, 'id'>;
}

async function begin(sql: Sql, { workspace, journey, actor, id = newEventId() }: ListRequest): Promise<Result<Begun>> {
  const [found] = await sql<{ state: PublishedState; type: string }>`
    select state, entry_type as type from journeys where workspace = ${workspace} and id = ${journey}`;
  if (!found) return refuse('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
  if (found.type !== 'list')
    return refuse(
      'entry-refused',
      `the entry of "${journey}" is ${found.type}: no list lets anybody in`,
      'publish it with an entry of the type "list"',
    );
  if (found.state !== 'running' && found.state !== 'scheduled')
    return refuse('journey-not-running', `journey "${journey}" is ${found.state}`, 'start it, or resume it, first');
  const made = await sql`
    insert into broadcasts (workspace, journey, id, source, state, at, created_by)
    values (${workspace}, ${journey}, ${id}, 'list', 'uploading', clock(${workspace}), ${actor})
    on conflict (workspace, journey, id) do update set state = 'uploading', detail = null, total = null, rejected = 0 where broadcasts.state = 'failed'
    returning id`;
  return made.length > 0 ? ok({ id }) : again(sql, workspace, journey, id);
}

async function again(sql: Sql, workspace: WorkspaceId, journey: JourneyId, id: string): Promise<Result<Begun>> {
  const [before] = await sql<{ state: string; rows: number; rejected: number }>`
    select state, total as rows, rejected from broadcasts where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
  if (!before || before.state === 'uploading')
    return refuse('idempotency-key-reused', 'a list with this key is coming in', 'wait until that is done');
  return ok({ id, before: { rows: before.rows, rejected: before.rejected } });
}

async function* pagesOf(rows: AsyncIterable<ListRow>): AsyncGenerator<readonly ListRow[]> {
  let page: ListRow[] = [];
  for await (const row of rows) {
    page.push(row);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

async function write(sql: Sql, { workspace, journey }: ListRequest, id: string, page: readonly ListRow[]) {
  const taken = page.flatMap((row) => ('userId' in row ? [row] : []));
  const rejected = page.flatMap((row) => ('reason' in row ? [row] : []));
  await sql`
    with taken as (
      insert into list_rows (workspace, journey, broadcast, nr, user_id, properties)
      select ${workspace}, ${journey}, ${id}, * from unnest(
        ${taken.map(({ nr }) => nr)}::bigint[], ${taken.map(({ userId }) => userId)}::text[], ${taken.map(({ properties }) => properties)}::jsonb[])
    ), rejected as (
      insert into list_rejects (workspace, journey, broadcast, nr, reason, fix)
      select ${workspace}, ${journey}, ${id}, * from unnest(
        ${rejected.map(({ nr }) => nr)}::bigint[], ${rejected.map(({ reason }) => reason)}::text[], ${rejected.map(({ fix }) => fix)}::text[])
    )
    update broadcasts set total = coalesce(total, 0) + ${taken.length}, rejected = rejected + ${rejected.length}
     where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
}

/** Whole: from now on it lets people in, as the version does that runs now. */
const queueUp = (
  { transaction }: Database,
  { workspace, journey, actor }: ListRequest,
  id: string,
  sum: { readonly rows: number; readonly rejected: number },
) =>
  transaction(async (sql) => {
    await sql<{ now: Instant }>`
      update broadcasts b
         set state = 'filling', at = clock(${workspace}), begins_at = clock(${workspace}), total = ${sum.rows},
             version = (select version from journeys j where j.workspace = b.workspace and j.id = b.journey)
       where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
    const about = { journey, broadcast: id, ...sum };
    await recordAudit(sql, { workspace, actor, action: 'journey.list', about });
  });

async function breakOff(sql: Sql, { workspace, journey }: ListRequest, id: string, detail: string): Promise<void> {
  await sql`
    with gone as (delete from list_rows where workspace = ${workspace} and journey = ${journey} and broadcast = ${id}),
         unsaid as (delete from list_rejects where workspace = ${workspace} and journey = ${journey} and broadcast = ${id})
    update broadcasts set state = 'failed', detail = ${detail} where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
}

/** Uploads of an API that was killed meanwhile: a job, safe to run twice at once. Returns how many. */
export async function failBrokenUploads(sql: Sql): Promise<number> {
  const failed = await sql`
    with broken as (
      update broadcasts set state = 'failed', detail = 'the upload broke off'
       where state = 'uploading' and created_at < now() - interval '1 day'
      returning workspace, journey, id
    ), gone as (
      delete from list_rows r using broken b where (r.workspace, r.journey, r.broadcast) = (b.workspace, b.journey, b.id)
    )
    select id from broken`;
  return failed.length;
}
