import { JourneyId, PersonId, WorkspaceId } from '../journey/ids.ts';
import type { JsonObject } from '../journey/json.ts';
import type { Instant } from '../journey/time.ts';
import type { Sql } from './sql.ts';

/** Something that time alone brings about: a row until the store's clock has passed `at` (design.md §8). */
export interface DueRow {
  readonly workspace: WorkspaceId;
  /** Which handler takes it. */
  readonly kind: string;
  /** What tells it from others of its kind. */
  readonly ref: string;
  /** Whose lock it is picked up under; null: it concerns nobody in particular. */
  readonly person: PersonId | null;
  readonly journey: JourneyId | null;
  /** Its nominal instant. */
  readonly at: Instant;
  readonly data: JsonObject;
}

/** A row of the same kind and ref is replaced, wherever it moves. Call it under the lock of whoever it concerns. */
export async function setDue(sql: Sql, rows: readonly DueRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into due (workspace, kind, ref, person, journey, at, data)
    select * from unnest(
      ${rows.map(({ workspace }) => workspace)}::text[], ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ ref }) => ref)}::text[],
      ${rows.map(({ person }) => person)}::text[], ${rows.map(({ journey }) => journey)}::text[], ${rows.map(({ at }) => at)}::bigint[],
      ${rows.map(({ data }) => data)}::jsonb[])
    on conflict (workspace, kind, ref) do update
       set person = excluded.person, journey = excluded.journey, at = excluded.at, data = excluded.data, attempts = 0, retry_at = null`;
}

export const dropDue = (sql: Sql, workspace: WorkspaceId, kind: string, refs: readonly string[]) => sql`
  delete from due where workspace = ${workspace} and kind = ${kind} and ref = any(${refs}::text[])`;

/** Looked at in one claim: enough to find some that nobody else has. */
const LOOK_AT = 1_000;

/** Rows whose instant has passed, oldest first, that no other picker has; this session's until `releaseDue` or the end of its connection. */
export async function claimDue(session: Sql, atMost: number): Promise<readonly DueRow[]> {
  const rows = await session<DueRow>`
    with waiting as materialized (
      select d.workspace, d.kind, d.ref, d.person, d.journey, d.at, d.data
        from workspaces w
        cross join lateral (select clock(w.id) as now) c
        cross join lateral (
          select * from due where workspace = w.id and at < c.now and (retry_at is null or retry_at <= clock_timestamp()) order by at limit ${LOOK_AT}
        ) d
       order by d.at limit ${LOOK_AT}
    ), free as materialized (
      select * from waiting where pg_try_advisory_lock(hashtextextended('due/' || workspace || '/' || kind || '/' || ref, 2)) limit ${atMost}
    )
    select * from free`;
  return rows.map((row) => ({
    ...row,
    workspace: WorkspaceId.parse(row.workspace),
    person: row.person === null ? null : PersonId.parse(row.person),
    journey: row.journey === null ? null : JourneyId.parse(row.journey),
  }));
}

export const releaseDue = (session: Sql, rows: readonly DueRow[]) => session`
  select pg_advisory_unlock(hashtextextended('due/' || workspace || '/' || kind || '/' || ref, 2))
    from unnest(${rows.map(({ workspace }) => workspace)}::text[], ${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ ref }) => ref)}::text[]) as d (workspace, kind, ref)`;

/** Out of the table, in the transaction that does what it was for. False: it has been taken, moved or changed meanwhile. */
export async function takeDue(sql: Sql, { workspace, kind, ref, at, data }: DueRow): Promise<boolean> {
  const taken = await sql`
    delete from due where workspace = ${workspace} and kind = ${kind} and ref = ${ref} and at = ${at} and data = ${data}::jsonb returning ref`;
  return taken.length > 0;
}

/** It is tried again by itself, and blocks nobody. */
export const postponeDue = (sql: Sql, { workspace, kind, ref }: DueRow) => sql`
  update due set attempts = attempts + 1, retry_at = clock_timestamp() + least(60000, 200 * 2 ^ least(attempts, 10)) * interval '1 millisecond'
   where workspace = ${workspace} and kind = ${kind} and ref = ${ref}`;
