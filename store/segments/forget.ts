import { PersonId } from '../../journey/base/ids.ts';
import { type Result, refuse } from '../../journey/base/refusal.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, dropDue, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';

/** Kind of the due row that forgets the rest of who was in a segment that has been deleted, page by page. */
export const FORGET = 'segment-forget';

/** Kind of the due row that looks once more for members of a segment that has been deleted. */
export const ORPHANS = 'segment-orphans';
/** Longer than any transaction that had read the segment before it was deleted, and writes a membership of it afterwards. */
const LATEST_MS = 60_000;

/** Locks that one transaction takes at most. */
const PAGE = 500;

/** A segment that is no longer there; nothing reads who was in it. */
type Deleted = Pick<DueRow, 'workspace'> & { readonly segment: string };

/** The next users to be forgotten; none if nobody is left. */
export async function nextMembers(sql: Sql, { workspace, segment }: Deleted): Promise<readonly PersonId[]> {
  const rows = await sql<{ person: string }>`
    select person from memberships where workspace = ${workspace} and segment = ${segment} limit ${PAGE}`;
  return rows.map(({ person }) => PersonId.parse(person));
}

/** Leaves a row that forgets who was in a segment, if there is anybody. Called under the lock of the workspace's segments. */
export async function awaitForgetting(sql: Sql, now: Instant, deleted: Deleted): Promise<DueRow | undefined> {
  const { workspace, segment } = deleted;
  if ((await nextMembers(sql, deleted)).length === 0) return undefined;
  const at = instant(now - 1);
  const row: DueRow = { workspace, kind: FORGET, ref: segment, person: null, journey: null, at, data: {} };
  await setDue(sql, [row]);
  return row;
}

/** Schedules one more look, after all transactions that were judging by the segment have finished. */
export const awaitOrphans = (sql: Sql, now: Instant, { workspace, segment }: Deleted) =>
  setDue(sql, [
    { workspace, kind: ORPHANS, ref: segment, person: null, journey: null, at: instant(now + LATEST_MS), data: {} },
  ]);

/** Defined again, it has been judged for everybody: nothing is left of the one before. Called under the lock of the workspace's segments. */
export async function forgetOrphans(sql: Sql, now: Instant, deleted: Deleted): Promise<void> {
  const { workspace, segment } = deleted;
  const defined = await sql`select from segments where workspace = ${workspace} and id = ${segment}`;
  if (defined.length === 0) await awaitForgetting(sql, now, deleted);
}

/**
 * Forgets a page of users, and leaves a row for the rest. Whoever picks up their memberships takes the same rows in another order, so it is called
 * under their locks and that of the segments.
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
    delete from memberships where workspace = ${workspace} and segment = ${segment} and person = any(${persons}::text[])`;
  await awaitForgetting(sql, now, deleted);
}

/** A segment can't be defined again under its id while who was in it is still being forgotten: they would seem to be in the new one. */
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
