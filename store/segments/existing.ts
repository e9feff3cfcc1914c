import { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Journey } from '../../journey/document/document.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';

/** Kind of the due rows that let existing members into a journey, page by page. */
export const EXISTING = 'segment-existing';

/**
 * Schedules the entry of a segment's existing members when a journey whose entry asks for it is published. Does nothing
 * if the previous version had the same entry.
 */
export async function letInExisting(
  sql: Sql,
  workspace: WorkspaceId,
  { id, entry }: Journey,
  version: number,
  now: Instant,
): Promise<void> {
  if (entry.type !== 'segment' || !entry.existing) return;
  const same = await sql`
    select from versions where workspace = ${workspace} and journey = ${id} and version = ${version - 1}
       and document::jsonb -> 'entry' @> ${{ type: 'segment', segment: entry.segment, existing: true }}::jsonb`;
  if (same.length > 0) return;
  await setDue(sql, [
    {
      workspace: WorkspaceId.parse(workspace),
      kind: EXISTING,
      ref: id,
      person: null,
      journey: id,
      at: instant(now - 1),
      data: { segment: entry.segment, from: '', before: now },
    },
  ]);
}

/** Returns the next page of users who were members before an instant. */
export async function findMembersAfter(
  sql: Sql,
  workspace: WorkspaceId,
  { segment, from, before }: { readonly segment: string; readonly from: string; readonly before: number },
  limit: number,
): Promise<readonly PersonId[]> {
  const rows = await sql<{ person: PersonId }>`
    select person from memberships
     where workspace = ${workspace} and segment = ${segment} and is_in and person > ${from} and since_at <= ${before}
     order by person limit ${limit}`;
  return rows.map(({ person }) => PersonId.parse(person));
}
