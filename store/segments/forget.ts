import { type Result, refuse } from '../../journey/refusal.ts';
import { type Instant, instant } from '../../journey/time.ts';
import { type DueRow, setDue } from '../due-rows.ts';
import type { Sql } from '../sql.ts';

/** Kind of the due row that forgets the rest of who was in a segment that has been deleted, page by page. */
export const FORGET = 'segment-forget';

/** Memberships that one transaction deletes, each with its due row. */
const PAGE = 5_000;

/** A segment that is no longer there; nothing reads who was in it. */
type Deleted = Pick<DueRow, 'workspace'> & { readonly segment: string };

/** Deletes the next page, and leaves a row for the rest if there is one. Called under the lock of the workspace's segments. */
export async function forgetMembers(sql: Sql, now: Instant, { workspace, segment }: Deleted): Promise<void> {
  const [page] = await sql<{ n: number }>`
    with gone as (
      delete from memberships where ctid = any(array(
        select ctid from memberships where workspace = ${workspace} and segment = ${segment} limit ${PAGE}))
      returning person
    ), not_due as (
      delete from due where workspace = ${workspace} and kind = 'segment' and ref = any(array(select ${`${segment}/`} || person from gone))
    )
    select count(*) as n from gone`;
  if (page?.n !== PAGE) return;
  await setDue(sql, [
    { workspace, kind: FORGET, ref: segment, person: null, journey: null, at: instant(now - 1), data: {} },
  ]);
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
