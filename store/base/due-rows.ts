import { JourneyId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from './sql.ts';

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

/** Claims due rows whose instant has passed and that no other picker has claimed. Returns them by instant. */
export async function claimDue(sql: Sql, atMost: number): Promise<readonly ClaimedDue[]> {
  const rows = await sql<DueRow & { attempts: number }>`
    with waiting as materialized (
      select d.workspace, d.kind, d.ref, d.at
        from workspaces w
        cross join lateral (select clock(w.id) as now) c
        cross join lateral (
          select workspace, kind, ref, at from due
           where workspace = w.id and at < c.now and (retry_at is null or retry_at <= clock_timestamp())
           order by at limit ${atMost} for update skip locked
        ) d
       order by d.at limit ${atMost}
    )
    update due d set retry_at = clock_timestamp() + ${LEASE_MS}::int * interval '1 millisecond'
      from waiting w where (d.workspace, d.kind, d.ref, d.at) = (w.workspace, w.kind, w.ref, w.at)
    returning d.workspace, d.kind, d.ref, d.person, d.journey, d.at, d.data, d.attempts`;
  return rows
    .map(({ attempts, ...row }) => ({
      row: {
        ...row,
        workspace: WorkspaceId.parse(row.workspace),
        person: row.person === null ? null : PersonId.parse(row.person),
        journey: row.journey === null ? null : JourneyId.parse(row.journey),
      },
      attempts,
    }))
    .toSorted((a, b) => a.row.at - b.row.at);
}

/**
 * Deletes a due row, in the transaction of its handler. Returns false if it has been handled, moved or changed
 * meanwhile.
 */
export async function takeDue(sql: Sql, { workspace, kind, ref, at, data }: DueRow): Promise<boolean> {
  const taken = await sql`
    delete from due where workspace = ${workspace} and kind = ${kind} and ref = ${ref} and at = ${at}
      and data = ${data}::jsonb returning ref`;
  return taken.length > 0;
}

/** Schedules another attempt, with a delay that doubles up to a minute. Other rows don't wait for it. */
export const postponeDue = (sql: Sql, { workspace, kind, ref }: DueRow) => sql`
  update due
     set attempts = attempts + 1,
         retry_at = clock_timestamp() + least(60000, 200 * 2 ^ least(attempts, 10)) * interval '1 millisecond'
   where workspace = ${workspace} and kind = ${kind} and ref = ${ref}`;

/** Leaves a row for later that could be done, but not yet. */
export const deferDue = (sql: Sql, { workspace, kind, ref }: DueRow) => sql`
  update due set retry_at = clock_timestamp() + interval '50 milliseconds' where workspace = ${workspace}
    and kind = ${kind} and ref = ${ref}`;

/** Moves a due row that can never be handled to the dead letters, with the reason. Call it under the person's lock. */
export async function setDueAside(
  sql: Sql,
  row: DueRow & { readonly person: PersonId },
  reason: string,
): Promise<void> {
  if (!(await takeDue(sql, row))) return;
  await sql`
    insert into dead_letters (workspace, person, position, reason, due)
    values (${row.workspace}, ${row.person}, nextval('positions'), ${`${row.kind} ${row.ref}: ${reason}`},
            ${row}::jsonb)`;
}
