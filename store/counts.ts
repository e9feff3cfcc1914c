import type { Count } from '../journey/engine/counts.ts';
import type { JourneyId, WorkspaceId } from '../journey/ids.ts';
import type { Sql } from './sql.ts';

/** Appends: no decision updates a row that it shares with other people's (design.md §10). */
export async function count(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  version: number,
  counts: readonly Count[],
): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into count_deltas (workspace, journey, version, node, measure, n)
    select ${workspace}, ${journey}, ${version}, node, measure, count(*)
      from unnest(${counts.map(({ node }) => node)}::text[], ${counts.map(({ measure }) => measure)}::text[]) as c (node, measure)
     group by node, measure`;
}

/** Adds what has been appended to the totals: a job of the worker, safe to run twice at once. Returns how many rows it took. */
export async function rollUpCounts(sql: Sql, atMost = 50_000): Promise<number> {
  const [row] = await sql<{ taken: number }>`
    with taken as (
      delete from count_deltas where id in (select id from count_deltas order by id limit ${atMost} for update skip locked)
      returning workspace, journey, version, node, measure, n
    ), added as (
      insert into counts (workspace, journey, version, node, measure, n)
      select workspace, journey, version, node, measure, sum(n) from taken group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
      on conflict (workspace, journey, version, node, measure) do update set n = counts.n + excluded.n
    )
    select count(*) as taken from taken`;
  return row?.taken ?? 0;
}
