import { createHash, type Hash } from 'node:crypto';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { keyFlaw } from '../../journey/entries/judge.ts';
import type { PublishedState } from '../../journey/lifecycle/state.ts';
import { recordAudit } from '../access/audit.ts';
import { newEventId } from '../base/ids.ts';
import type { Database, Sql } from '../base/sql.ts';
import { type Uploading, type UploadSum, writePage } from './list-pages.ts';
import type { ListFile, ListRow } from './list-row.ts';

export interface ListRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly actor: string;
  /** Repeats with the same id are the same list. */
  readonly id?: string | undefined;
  /** Keeps the rows of an upload that broke off, instead of replacing them. The same file is sent again. */
  readonly isResumed?: boolean | undefined;
}

/** The rows of a list as they arrive, and how its file is read. */
export interface ListContent {
  readonly rows: AsyncIterable<ListRow>;
  readonly describe: () => ListFile;
}

export interface Uploaded extends UploadSum {
  readonly id: string;
  /** How the file was read. */
  readonly file: ListFile | null;
}

/**
 * Stores a list row by row as it arrives, and queues its users once it is complete. An upload that breaks off lets
 * nobody in and is marked as failed. Rows that can't be read are stored with the reason and don't affect others. If a
 * list is sent again before it was complete, the new upload replaces the old one, or continues it.
 */
export async function uploadList(
  database: Database,
  request: ListRequest,
  { rows, describe }: ListContent,
): Promise<Result<Uploaded>> {
  const begun = await beginUpload(database, request);
  if (!begun.ok) return begun;
  if (begun.value.type === 'known') return ok(begun.value.uploaded);
  const list: Upload = { ...request, ...begun.value };
  try {
    for await (const page of splitIntoPages(checkKeys(skipStored(rows, list), list.key))) {
      const rowsHash = list.hash.copy().digest('base64');
      if (!(await writePage(database, { ...list, rowsHash }, page))) return refuseOvertaken(list);
    }
  } catch (cause) {
    await failUpload(database.sql, list);
    throw cause;
  }
  const file = describe();
  const sum = await startFilling(database, list, file);
  return sum ? ok({ id: list.id, ...sum, file }) : refuseOvertaken(list);
}

/** One upload of a list. */
interface Upload extends Omit<ListRequest, 'id'>, Uploading {
  /** The last row that an upload before has stored, and the hash of the rows up to it. */
  readonly stored: { readonly lastRow: number; readonly rowsHash: string | null };
  readonly hash: Hash;
}

const refuseOvertaken = ({ id }: Upload): Result<never> =>
  refuse(
    'idempotency-key-reused',
    `the list "${id}" was cancelled, or is being sent again by another request`,
    'see its state with GET /v1/journeys/{id}/broadcasts',
  );

type Begun =
  | ({ readonly type: 'begun' } & Pick<Upload, 'id' | 'writer' | 'rowsUnder' | 'key' | 'stored' | 'hash'>)
  | { readonly type: 'known'; readonly uploaded: Uploaded };

async function beginUpload(
  { sql, transaction }: Database,
  { workspace, journey, actor, id = newEventId(), isResumed = false }: ListRequest,
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
  const writer = newEventId();
  const key = found.key ?? undefined;
  return transaction(async (tx) => {
    const made = await tx`
      insert into broadcasts (workspace, journey, id, source, state, at, created_by, rows_under, writer)
      values (${workspace}, ${journey}, ${id}, 'list', 'uploading', clock(${workspace}), ${actor}, ${writer}, ${writer})
      on conflict (workspace, journey, id) do nothing
      returning id`;
    const stored = { lastRow: 0, rowsHash: null };
    const hash = createHash('sha256');
    if (made.length > 0) return ok({ type: 'begun', id, writer, rowsUnder: writer, key, stored, hash });
    return ok(await restartUpload(tx, { workspace, journey, id, writer, key, isResumed }));
  });
}

interface Restart extends Pick<Upload, 'workspace' | 'journey' | 'id' | 'writer' | 'key'> {
  readonly isResumed: boolean;
}

interface Before extends UploadSum {
  readonly state: string;
  readonly file: ListFile | null;
  readonly rowsUnder: string;
  readonly lastRow: number;
  readonly rowsHash: string | null;
  readonly isKept: boolean;
}

/** Restarts or resumes an incomplete upload. */
async function restartUpload(sql: Sql, { workspace, journey, id, writer, key, isResumed }: Restart): Promise<Begun> {
  const [before] = await sql<Before>`
    select state, coalesce(total, 0) as rows, rejected, repeated, file, coalesce(rows_under, id) as "rowsUnder",
           last_row as "lastRow", rows_hash as "rowsHash", writer is not null as "isKept" from broadcasts
     where workspace = ${workspace} and journey = ${journey} and id = ${id} for update`;
  const hash = createHash('sha256');
  if (before && !['uploading', 'failed'].includes(before.state)) {
    const { rows, rejected, repeated, file } = before;
    return { type: 'known', uploaded: { id, rows, rejected, repeated, file } };
  }
  if (before?.isKept && isResumed) {
    await sql`
      update broadcasts set state = 'uploading', detail = null, writer = ${writer}, touched_at = now()
       where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
    return { type: 'begun', id, writer, rowsUnder: before.rowsUnder, key, stored: before, hash };
  }
  await sql`
    with left_over as (
      insert into stale_uploads (workspace, journey, rows_under)
      values (${workspace}, ${journey}, ${before?.rowsUnder ?? id}) on conflict do nothing
    )
    update broadcasts set state = 'uploading', detail = null, total = null, rejected = 0, repeated = 0, last_row = 0,
        rows_hash = null, rows_under = ${writer}, writer = ${writer}, touched_at = now()
     where workspace = ${workspace} and journey = ${journey} and id = ${id}`;
  return { type: 'begun', id, writer, rowsUnder: writer, key, stored: { lastRow: 0, rowsHash: null }, hash };
}

/** Thrown if an upload is resumed with another file: its users would enter by rows of both. */
export class AnotherFile extends Error {
  override readonly name = 'AnotherFile';
}

/**
 * Passes on the rows that an earlier upload hasn't stored.
 * @throws AnotherFile if the rows before aren't the same
 */
async function* skipStored(rows: AsyncIterable<ListRow>, { stored, hash }: Upload): AsyncGenerator<ListRow> {
  let isBehind = stored.lastRow === 0;
  const check = () => {
    if (!isBehind && hash.copy().digest('base64') !== stored.rowsHash) throw new AnotherFile();
    isBehind = true;
  };
  for await (const row of rows) {
    const isNew = row.nr > stored.lastRow;
    if (isNew) check();
    hash.update(JSON.stringify(row));
    if (isNew) yield row;
  }
  check();
}

/** Rejects rows whose entry key is too long to store, and passes on the others. */
async function* checkKeys(rows: AsyncIterable<ListRow>, key: string | undefined): AsyncGenerator<ListRow> {
  for await (const row of rows) {
    const flaw = 'userId' in row ? keyFlaw({ key }, row) : undefined;
    yield flaw ? { nr: row.nr, reason: `${flaw.path}: ${flaw.message}`, fix: flaw.fix } : row;
  }
}

/** Most rows, and most bytes, written in one transaction. */
const PAGE = 1_000;
const PAGE_BYTES = 1_048_576;

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

/** Starts filling a complete list with the running version. Returns undefined if another upload replaced this one. */
const startFilling = (
  { transaction }: Database,
  { workspace, journey, actor, id, writer }: Upload,
  file: ListFile,
): Promise<UploadSum | undefined> =>
  transaction(async (sql) => {
    const [sum] = await sql<UploadSum>`
      update broadcasts b
         set state = 'filling', at = clock(${workspace}), begins_at = clock(${workspace}), total = coalesce(total, 0),
             file = ${file},
             version = (select version from journeys j where j.workspace = b.workspace and j.id = b.journey)
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and writer = ${writer}
         and state = 'uploading'
      returning total as rows, rejected, repeated`;
    if (!sum) return undefined;
    const about = { journey, broadcast: id, ...sum };
    await recordAudit(sql, { workspace, actor, action: 'journey.list', about });
    return sum;
  });

/** Marks an upload as failed. Its rows stay for a day, so that it can be resumed: see `failBrokenUploads`. */
const failUpload = (sql: Sql, { workspace, journey, id, writer }: Upload) => sql`
  update broadcasts set state = 'failed', detail = 'the upload was interrupted after row ' || last_row
   where workspace = ${workspace} and journey = ${journey} and id = ${id} and writer = ${writer}
     and state = 'uploading'`;
