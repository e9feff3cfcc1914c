import { PersonId } from '../../journey/base/ids.ts';
import { type Result, refuse } from '../../journey/base/refusal.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, dropDue, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';

/** Kind of the due row that deletes the remaining memberships of a deleted segment, page by page. */
export const FORGET = 'segment-forget';

/** Kind of the due row that looks once more for memberships of a deleted segment. */
export const ORPHANS = 'segment-orphans';
/** Longer than any transaction that read the segment before it was deleted and writes a membership afterwards. */
const LATEST_MS = 60_000;

/** Most locks that one transaction takes. */
const PAGE = 500;

/** A deleted segment. Nothing reads its memberships. */
type Deleted = Pick<DueRow, 'workspace'> & { readonly segment: string };

/** Returns the next page of members to delete; empty if there are none. */
export async function nextMembers(sql: Sql, { workspace, segment }: Deleted): Promise<readonly PersonId[]> {
  const rows = await sql<{ person: PersonId }>`
    select person from memberships where workspace = ${workspace} and segment = ${segment} limit ${PAGE}`;
  return rows.map(({ person }) => PersonId.parse(person));
}

/** Schedules the deletion of memberships, if there are any. Call it under the lock of the workspace's segments. */
export async function awaitForgetting(sql: Sql, now: Instant, deleted: Deleted): Promise<DueRow | undefined> {
  const { workspace, segment } = deleted;
  if ((await nextMembers(sql, deleted)).length === 0) return undefined;
  const at = instant(now - 1);
  const row: DueRow = { workspace, kind: FORGET, ref: segment, person: null, journey: null, at, data: {} };
  await setDue(sql, [row]);
  return row;
}

/** Schedules one more look, after every transaction that was judging by the segment has finished. */
export const awaitOrphans = (sql: Sql, now: Instant, { workspace, segment }: Deleted) =>
  setDue(sql, [
    { workspace, kind: ORPHANS, ref: segment, person: null, journey: null, at: instant(now + LATEST_MS), data: {} },
  ]);

/**
 * Deletes memberships that were written after the segment was deleted. Does nothing if the segment has been defined
 * again, since its backfill has judged every user. Call it under the lock of the workspace's segments.
 */
export async function forgetOrphans(sql: Sql, now: Instant, deleted: Deleted): Promise<void> {
  const { workspace, segment } = deleted;
  const defined = await sql`select from segments where workspace = ${workspace} and id = ${segment}`;
  if (defined.length === 0) await awaitForgetting(sql, now, deleted);
}

/**
 * Deletes the memberships of a page of users and schedules the rest. Call it under the locks of the users and of the
 * workspace's segments: the picker of due rows takes the same rows in another order.
 */
export async function forgetMembers(
  sql: Sql,
  now: Instant,
  deleted: Deleted,
  persons: readonly PersonId[],
): Promise<void> {
  const { workspace, segment } = deleted;
  await dropDue(
    sql,
    workspace,
    'segment',
    persons.map((person) => `${segment}/${person}`),
  );
  await sql`
    delete from memberships
     where workspace = ${workspace} and segment = ${segment} and person = any(${persons}::text[])`;
  await awaitForgetting(sql, now, deleted);
}

/**
 * Refuses to define a segment while members of a deleted one with its id are still being removed: they would seem to be
 * members of the new one.
 */
export async function refuseWhileForgetting(
  sql: Sql,
  { workspace, segment }: Deleted,
): Promise<Result<never> | undefined> {
  const rows = await sql`select from due where workspace = ${workspace} and kind = ${FORGET} and ref = ${segment}`;
  return rows.length === 0
    ? undefined
    : refuse(
        'version-conflict',
        `Segment "${segment}" was deleted and its members are still being removed`,
        'put it again in a few minutes, or choose another id',
      );
}
