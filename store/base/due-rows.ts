import { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import { isCounted } from './counted.ts';
import { setAside } from './dead-letters.ts';
import { fragment, type Sql } from './sql.ts';

/**
 * Something that happens at an instant without an event: a row that waits until the store's clock has passed `at`
 * (design.md §8).
 */
export interface DueRow {
  readonly workspace: WorkspaceId;
  /** Selects the handler. */
  readonly kind: string;
  /** Unique within its kind. */
  readonly ref: string;
  /** The person whose lock its handler runs under; null if it concerns no single user. */
  readonly person: PersonId | null;
  readonly journey: JourneyId | null;
  /** Its nominal instant. */
  readonly at: Instant;
  readonly data: JsonObject;
}

/** A due row that a picker has claimed. */
export interface ClaimedDue {
  readonly row: DueRow;
  /** How often its handler has failed. */
  readonly attempts: number;
}

/**
 * Sets due rows. A row replaces the one with the same kind and ref, whatever its instant. Call it under the lock of the
 * person or journey that the rows concern.
 */
export async function setDue(sql: Sql, rows: readonly DueRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into due (workspace, kind, ref, person, journey, at, data)
    select * from unnest(
      ${rows.map(({ workspace }) => workspace)}::text[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ ref }) => ref)}::text[],
      ${rows.map(({ person }) => person)}::text[], ${rows.map(({ journey }) => journey)}::text[],
      ${rows.map(({ at }) => at)}::bigint[],
      ${rows.map(({ data }) => data)}::jsonb[])
    on conflict (workspace, kind, ref) do update
       set person = excluded.person, journey = excluded.journey, at = excluded.at, data = excluded.data, attempts = 0,
           retry_at = null`;
}

export const dropDue = (sql: Sql, workspace: WorkspaceId, kind: string, refs: readonly string[]) => sql`
  delete from due where workspace = ${workspace} and kind = ${kind} and ref = any(${refs}::text[])`;

/**
 * How long a claim lasts. A picker that is later than this finds the row gone or moved: the handler's transaction
 * deletes it.
 */
const LEASE_MS = 10_000;

/**
 * Holds for due rows that may let a user into their journey at a moment of their own. The rows of one journey are
 * processed in pages, ordered by instant and then by user.
 */
const isEntry = fragment`(kind in ('date', 'grace', 'inaction') and journey is not null and person is not null)`;
/** Rows of one journey that one transaction processes. It holds the locks of their users. */
export const ENTRY_PAGE = 100;

/** Rows that are processed together: a page of one journey's entries in their order, or a single row of any kind. */
export type ClaimedPage = readonly [ClaimedDue, ...ClaimedDue[]];

/** Holds for rows that no picker has claimed, and that don't wait for a retry. */
const isReady = fragment`(retry_at is null or retry_at <= clock_timestamp())`;

/**
 * Claims due rows whose instant has passed and that no other picker has claimed. Returns at most `atMost` pages. Rows
 * that aren't entries have an index of their own, so that they don't wait behind a crowd of entries. Of a journey whose
 * entries another picker is claiming at this moment, it claims none: pages would mix. Rows of test users are due by the
 * user's own clock, and are pages by themselves.
 */
export async function claimDue(sql: Sql, atMost: number): Promise<readonly ClaimedPage[]> {
  const rows = await sql<DueRow & { attempts: number; isEntry: boolean }>`
    with clocks as materialized (
      select id as workspace, clock(id) as now from workspaces
    ), next as materialized (
      select d.*, false as is_entry
        from clocks c
        cross join lateral (
          select workspace, journey, kind, ref, at from due
           where workspace = c.workspace and at < c.now and ${isReady} and not ${isEntry}
           order by at limit ${atMost} for update skip locked) d
      union all
      select workspace, journey, null, null, min(at), true
        from (select d.*
                from clocks c
                cross join lateral (
                  select workspace, journey, at from due
                   where workspace = c.workspace and at < c.now and ${isReady} and ${isEntry} and ${isCounted}
                   order by at limit ${atMost}) d) e
       group by workspace, journey
      union all
      -- by their own clocks, each row by itself
      select d.*, false
        from test_users t
        cross join lateral (
          select workspace, journey, kind, ref, at from due
           where workspace = t.workspace and person = t.person and ${isReady}
             and at < user_time(t.workspace, t.person, clock(t.workspace))
           order by at limit ${atMost} for update skip locked) d
    ), chosen as materialized (
      select * from next order by at limit ${atMost}
    ), entries as materialized (
      select d.workspace, d.kind, d.ref, d.at
        from chosen j
        join clocks c on c.workspace = j.workspace
        cross join lateral (
          select workspace, kind, ref from due
           where workspace = j.workspace and journey = j.journey and at < c.now and ${isReady} and ${isEntry}
             and ${isCounted}
           order by at, person, kind, ref limit 1) first
        cross join lateral (
          -- the process that locks the first row owns the page
          select kind, ref from due
           where workspace = first.workspace and kind = first.kind and ref = first.ref and ${isReady}
             for update skip locked) locked
        cross join lateral (
          select workspace, kind, ref, at from due
           where workspace = j.workspace and journey = j.journey and at < c.now and ${isReady} and ${isEntry}
             and locked.ref is not null and ${isCounted}
           order by at, person, kind, ref limit ${ENTRY_PAGE} for update skip locked) d
       where j.is_entry
    ), claimed as (
      select workspace, kind, ref, at, false as is_entry from chosen where not is_entry
      union all
      select workspace, kind, ref, at, true from entries
    )
    update due d set retry_at = statement_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
      from claimed c where (d.workspace, d.kind, d.ref, d.at) = (c.workspace, c.kind, c.ref, c.at)
    returning d.workspace, d.kind, d.ref, d.person, d.journey, d.at, d.data, d.attempts, c.is_entry as "isEntry"`;
  return groupPages(rows);
}

function groupPages(rows: readonly (DueRow & { readonly attempts: number; readonly isEntry: boolean })[]) {
  const pages = new Map<string, ClaimedPage>();
  for (const { attempts, isEntry, ...row } of rows.toSorted(byTurn)) {
    const claimed: ClaimedDue = { row: parseRow(row), attempts };
    const name = JSON.stringify(isEntry ? [row.workspace, row.journey] : [row.workspace, row.kind, row.ref]);
    const page = pages.get(name);
    pages.set(name, page ? [...page, claimed] : [claimed]);
  }
  return [...pages.values()];
}

/** Compares by instant, then by user, as `claimDue` and `findEarlierEntry` do in SQL. */
const byTurn = (a: DueRow, b: DueRow): number =>
  a.at - b.at || compare(a.person ?? '', b.person ?? '') || compare(a.kind, b.kind) || compare(a.ref, b.ref);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const parseRow = (row: DueRow): DueRow => ({
  ...row,
  workspace: WorkspaceId.parse(row.workspace),
  person: row.person === null ? null : PersonId.parse(row.person),
  journey: row.journey === null ? null : JourneyId.parse(row.journey),
});

/**
 * Returns the first entry of a journey that comes before the last row of a page, but isn't in it. Leaves out test
 * users, and entries that were due before `since`: nothing waits for them.
 */
export async function findEarlierEntry(
  sql: Sql,
  page: readonly (DueRow & { readonly journey: JourneyId })[],
  since: number,
): Promise<Pick<DueRow, 'at' | 'person'> | undefined> {
  const last = page.at(-1);
  if (!last) return undefined;
  const [row] = await sql<Pick<DueRow, 'at' | 'person'>>`
    select at, person from due d
     where workspace = ${last.workspace} and journey = ${last.journey} and ${isEntry}
       and at > ${since} and (at, person) < (${last.at}, ${last.person}) and ${isCounted}
       and not exists (select from unnest(${page.map(({ kind }) => kind)}::text[],
                                          ${page.map(({ ref }) => ref)}::text[]) as p (kind, ref)
                       where p.kind = d.kind and p.ref = d.ref)
     order by at, person limit 1`;
  return row;
}

/**
 * Deletes a due row, in the transaction of its handler. Returns false if it has been handled, moved or changed
 * meanwhile.
 */
export const takeDue = async (sql: Sql, row: DueRow): Promise<boolean> => (await takeDueRows(sql, [row])).length > 0;

/** Like `takeDue` for rows of one workspace. Returns the rows that it deleted, in their order. */
export async function takeDueRows<Row extends DueRow>(sql: Sql, rows: readonly Row[]): Promise<readonly Row[]> {
  const [first] = rows;
  if (!first) return [];
  const taken = await sql<{ nr: number }>`
    delete from due d using unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ ref }) => ref)}::text[],
                                   ${rows.map(({ at }) => at)}::bigint[], ${rows.map(({ data }) => data)}::jsonb[])
                            with ordinality as r (kind, ref, at, data, nr)
     where d.workspace = ${first.workspace} and d.kind = r.kind and d.ref = r.ref and d.at = r.at and d.data = r.data
    returning r.nr`;
  const numbers = new Set(taken.map(({ nr }) => nr));
  return rows.filter((_, index) => numbers.has(index + 1));
}

/** Schedules another attempt at rows, with a delay that doubles up to a minute. Other rows don't wait for it. */
export const postponeDue = (sql: Sql, rows: readonly DueRow[]) => sql`
  update due d
     set attempts = attempts + 1,
         retry_at = statement_timestamp() + least(60000, 200 * 2 ^ least(attempts, 10)) * interval '1 millisecond'
    from unnest(${rows.map(({ workspace }) => workspace)}::text[], ${rows.map(({ kind }) => kind)}::text[],
                ${rows.map(({ ref }) => ref)}::text[]) as r (workspace, kind, ref)
   where d.workspace = r.workspace and d.kind = r.kind and d.ref = r.ref`;

/** Leaves rows for later that could be done, but not yet. A page stays together: its rows are ready at one instant. */
export const deferDue = (sql: Sql, rows: readonly DueRow[]) => sql`
  update due d set retry_at = statement_timestamp() + interval '50 milliseconds'
    from unnest(${rows.map(({ workspace }) => workspace)}::text[], ${rows.map(({ kind }) => kind)}::text[],
                ${rows.map(({ ref }) => ref)}::text[]) as r (workspace, kind, ref)
   where d.workspace = r.workspace and d.kind = r.kind and d.ref = r.ref`;

/** Moves a due row that can never be handled to the dead letters, with the reason. Call it under the person's lock. */
export async function setDueAside(
  sql: Sql,
  row: DueRow & { readonly person: PersonId },
  reason: string,
): Promise<void> {
  if (!(await takeDue(sql, row))) return;
  const why = `${row.kind} ${row.ref}: ${reason}`;
  await setAside(sql, row.workspace, [{ person: row.person, reason: why, due: { ...row } }]);
}
