import type { WorkspaceId } from '../../journey/base/ids.ts';
import { isCounted } from '../base/counted.ts';
import type { Sql } from '../base/sql.ts';

/**
 * Adds the changes that triggers appended to the sums. A worker job; safe to run twice at once. Returns the number of
 * rows it took.
 */
export async function rollUpSums(sql: Sql, atMost = 50_000): Promise<number> {
  const [row] = await sql<{ taken: number }>`
    with taken as (
      delete from sum_deltas
       where ctid = any(array(select ctid from sum_deltas order by id limit ${atMost} for update skip locked))
      returning workspace, kind, owner, part, hour, n
    ), added as (
      insert into sums as s (workspace, kind, owner, part, n)
      select workspace, kind, owner, part, sum(n) from taken group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (workspace, kind, owner, part) do update set n = s.n + excluded.n
    ), by_hour as (
      insert into sums_by_hour as h (workspace, kind, owner, part, hour, n)
      select workspace, kind, owner, part, hour, sum(n) from taken where hour is not null group by 1, 2, 3, 4, 5
       order by 1, 2, 3, 4, 5
      on conflict (workspace, kind, owner, part, hour) do update set n = h.n + excluded.n
    )
    select count(*) as taken from taken`;
  return row?.taken ?? 0;
}

/** Compares the sums with the rows they summarize. Returns each mismatch in words. */
export async function reconcileSums(sql: Sql, workspace: WorkspaceId): Promise<readonly string[]> {
  const rows = await sql<{ words: string }>`
    with counted as (
      select kind, owner, part, sum(n) as n from summed where workspace = ${workspace} group by kind, owner, part
    ), hourly as (
      select kind, owner, part, sum(n) as n from (
        select kind, owner, part, n from sums_by_hour where workspace = ${workspace}
        union all
        select kind, owner, part, n from sum_deltas where workspace = ${workspace} and hour is not null
      ) as each group by kind, owner, part
    ), there as (
      select 'members' as kind, segment as owner, '' as part, count(*) as n from memberships
       where workspace = ${workspace} and is_in and ${isCounted} group by segment
      union all
      select 'qualifying', journey, '', count(*) from due
       where workspace = ${workspace} and journey is not null and kind in ('inaction', 'grace') and ${isCounted} group by journey
      union all
      select 'assigned', journey, experiment || '/' || arm, count(*) from assignments where workspace = ${workspace} and ${isCounted}
       group by journey, experiment, arm
      union all
      select 'converted', journey, experiment || '/' || arm, count(distinct person)
        from experiment_conversions where workspace = ${workspace} and ${isCounted} group by journey, experiment, arm
      union all
      select 'met', journey, experiment || '/' || arm || '/' || goal, count(*)
        from experiment_conversions where workspace = ${workspace} and ${isCounted} group by journey, experiment, arm, goal
    )
    select format('%s: %s summed as %s %s, %s rows', owner, coalesce(c.n, 0), kind, part, coalesce(t.n, 0)) as words
      from counted c full join there t using (kind, owner, part) where coalesce(c.n, 0) <> coalesce(t.n, 0)
    union all
    select format('%s: %s summed as %s %s, %s by the hour', owner, coalesce(c.n, 0), kind, part, coalesce(h.n, 0))
      from (select * from counted where kind in ('assigned', 'converted')) c
      full join hourly h using (kind, owner, part)
     where coalesce(c.n, 0) <> coalesce(h.n, 0)`;
  return rows.map(({ words }) => words);
}
