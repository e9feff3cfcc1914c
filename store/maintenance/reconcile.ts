import type { WorkspaceId } from '../../journey/base/ids.ts';
import { isCounted } from '../base/counted.ts';
import type { Sql } from '../base/sql.ts';
import { reconcileSums } from './sums.ts';

/**
 * Checks in one snapshot that the numbers add up (design.md §7.12), and returns each mismatch in words.
 *
 * - Per journey and version: qualified = refused + control + queued + entered, and entered = live + every exit reason.
 *   Users moved between versions are taken into account. The equations are checked by the counts and by the rows that
 *   they count.
 * - Per node: arrived = inside + left + ended there, and the outcomes of its messages.
 * - Per experiment: users with an arm left by it, and converted users have an arm.
 * - The sums that lists and experiments read.
 */
export async function reconcile(sql: Sql, workspace: WorkspaceId): Promise<readonly string[]> {
  const rows = await sql<{ words: string }>`
    with counted as (
      select journey, version, node, measure, sum(n) as n from (
        select journey, version, node, measure, n from counts where workspace = ${workspace}
        union all
        select journey, version, node, measure, n from count_deltas where workspace = ${workspace}
      ) as both_of_them group by 1, 2, 3, 4
    ), hourly as (
      select journey, version, node, measure, sum(n) as n from (
        select journey, version, node, measure, n from counts_by_hour where workspace = ${workspace}
        union all
        select journey, version, node, measure, n from count_deltas where workspace = ${workspace}
      ) as both_of_them group by 1, 2, 3, 4
    ), messages_counted as (
      select journey, version, node, channel, template, measure, sum(n) as n from (
        select journey, version, node, channel, template, measure, n from message_counts where workspace = ${workspace}
        union all
        select journey, version, node, channel, template, measure, n from message_deltas where workspace = ${workspace}
      ) as both_of_them group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0
    ), messages_there as (
      select journey, version, node, channel, coalesce(template, '') as template, m.measure, count(*) as n
        from messages, unnest(measures_of(messages)) as m (measure) where workspace = ${workspace} and ${isCounted}
          group by 1, 2, 3, 4, 5, 6
    ), journeys_counted as (
      select journey, version,
             coalesce(sum(n) filter (where measure = 'qualified'), 0) as qualified,
             coalesce(sum(n) filter (where measure = 'refused'), 0) as refused,
             coalesce(sum(n) filter (where measure = 'control'), 0) as control,
             coalesce(sum(n) filter (where measure = 'queued'), 0) as queued,
             coalesce(sum(n) filter (where measure = 'entered'), 0) as entered,
             coalesce(sum(case measure when 'moved-in' then n when 'moved-out' then -n end), 0) as moved,
             coalesce(sum(n) filter (where measure like 'exited:%'), 0) as exited
        from counted where node = '' group by 1, 2
    ), standing as (
      select journey, version, count(*) filter (where status <> 'control') as entered,
        count(*) filter (where status = 'control') as control,
             count(*) filter (where ended_at is null) as inside
        from instances where workspace = ${workspace} and ${isCounted} group by 1, 2
    ), refusing as (
      select journey, version, sum(n) as refused from (
        select journey, version, count(*) as n from refusals
         where workspace = ${workspace} and ${isCounted} group by 1, 2
        union all select journey, version, n from retired_counts where workspace = ${workspace} and measure = 'refused'
      ) as kept_and_gone group by 1, 2
    ), queueing as (
      select journey, version, count(*) as queued from queued where workspace = ${workspace} group by 1, 2
    ), nodes_counted as (
      select journey, version, node,
             coalesce(sum(n) filter (where measure = 'arrived'), 0) as arrived,
             coalesce(sum(n) filter (where measure like 'left:%' or measure = 'exited'), 0) as gone
        from counted where node <> '' group by 1, 2, 3
    ), exiting as (
      select journey, version, '' as node, 'exited:' || exit_reason as measure, count(*) as n
        from instances where workspace = ${workspace} and ended_at is not null and status <> 'control' and ${isCounted}
          group by 1, 2, 3, 4
    ), sending as (
      select journey, version, node, measure, sum(n) as n from (
        select journey, version, node, 'message:' || outcome as measure, count(*) as n
          from messages where workspace = ${workspace} and state = 'settled' and ${isCounted} group by 1, 2, 3, 4
        union all select journey, version, node, measure, n from retired_counts where workspace = ${workspace}
          and starts_with(measure, 'message:')
      ) as kept_and_gone group by 1, 2, 3, 4
    ), converting as (
      select c.journey, c.version, m.node, m.measure, count(*) as n
        from conversions c, lateral (
          select '' as node, case when is_control then 'control-goal:' else 'goal:' end || goal as measure
          union all select c.node, 'goal:' || goal where c.node is not null
          union all select c.node, 'goal-before:' || goal where c.node is not null and place = 'before'
          union all select message_node, 'goal-by:' || goal where message_node is not null
        ) m where c.workspace = ${workspace} and ${isCounted} group by 1, 2, 3, 4
    ), rows_by_measure as (
      select * from exiting union all select * from sending union all select * from converting
    ), at_nodes as (
      select journey, version, node, count(*) as inside
        from instances where workspace = ${workspace} and ended_at is null and node is not null and ${isCounted}
       group by 1, 2, 3
    )
    select format('%s v%s: qualified %s <> refused %s + control %s + queued %s + entered %s', journey, version,
      qualified, refused, control, queued, entered) as words
      from journeys_counted where qualified <> refused + control + queued + entered
    union all
    select format('%s v%s: entered %s + moved in %s <> inside %s + exited %s', journey, version, c.entered, c.moved,
      coalesce(s.inside, 0), c.exited)
      from journeys_counted c left join standing s using (journey, version)
        where c.entered + c.moved <> coalesce(s.inside, 0) + c.exited
    union all
    select format('%s v%s: %s counted as entered or moved in, %s rows', journey, version,
      coalesce(c.entered + c.moved, 0), coalesce(s.entered, 0))
      from journeys_counted c full join standing s using (journey, version)
        where coalesce(c.entered + c.moved, 0) <> coalesce(s.entered, 0)
    union all
    select format('%s v%s: %s counted as control, %s rows', journey, version, coalesce(c.control, 0),
      coalesce(s.control, 0))
      from journeys_counted c full join standing s using (journey, version)
        where coalesce(c.control, 0) <> coalesce(s.control, 0)
    union all
    select format('%s v%s: %s counted as refused, %s rows', journey, version, coalesce(c.refused, 0),
      coalesce(r.refused, 0))
      from journeys_counted c full join refusing r using (journey, version)
        where coalesce(c.refused, 0) <> coalesce(r.refused, 0)
    union all
    select format('%s v%s: %s counted as queued, %s rows', journey, version, coalesce(c.queued, 0),
      coalesce(q.queued, 0))
      from journeys_counted c full join queueing q using (journey, version)
        where coalesce(c.queued, 0) <> coalesce(q.queued, 0)
    union all
    select format('%s v%s%s: %s counted as %s, %s rows', journey, version, case node when '' then ''
      else ' at ' || node end, coalesce(c.n, 0), measure, coalesce(r.n, 0))
      from (select * from counted where measure like 'exited:%' or measure like 'message:%'
        or measure ~ '^(control-)?goal(-before|-by)?:') c full
        join rows_by_measure r using (journey, version, node, measure)
     where coalesce(c.n, 0) <> coalesce(r.n, 0)
    union all
    select format('%s v%s at %s: %s counted as %s, %s by the hour', journey, version, node, coalesce(c.n, 0), measure,
      coalesce(h.n, 0))
      from counted c full join hourly h using (journey, version, node, measure)
        where coalesce(c.n, 0) <> coalesce(h.n, 0)
    union all
    select format('%s v%s at %s: %s messages counted as %s, %s of them by template', journey, version, node,
      coalesce(c.n, 0), measure, coalesce(m.n, 0))
      from (select * from counted where starts_with(measure, 'message:')) c
      full join (select journey, version, node, replace(measure, 'outcome:', 'message:') as measure, sum(n) as n
        from messages_counted where starts_with(measure, 'outcome:') group by 1, 2, 3, 4) m
           using (journey, version, node, measure) where coalesce(c.n, 0) <> coalesce(m.n, 0)
    union all -- until messages go by their age: then only their counts tell of them
    select format('%s v%s at %s: %s messages (%s, %s) counted as %s, %s rows', journey, version, node, coalesce(c.n, 0),
      channel, template, measure, coalesce(t.n, 0))
      from (select * from messages_counted where not starts_with(measure, 'converted:')) c full
        join messages_there t using (journey, version, node, channel, template, measure)
     where coalesce(c.n, 0) <> coalesce(t.n, 0) and
       not exists (select from retired_counts where workspace = ${workspace} and starts_with(measure, 'message:'))
    union all
    select format('%s: experiment %s has given %s to %s, %s left by it', journey, experiment, arm, a.n,
      coalesce(l.n, 0))
      from (select journey, experiment, arm, count(*) as n from assignments
        join experiments using (workspace, journey, experiment)
             where workspace = ${workspace} and ${isCounted} group by 1, 2, 3) a
      left join (select journey, substr(measure, 6) as arm, sum(n) as n from counted where measure like 'left:%'
        group by 1, 2) l using (journey, arm)
     where a.n > coalesce(l.n, 0)
    union all
    select format('%s: experiment %s counts a conversion of %s, who has not been given %s', c.journey, c.experiment,
      c.person, c.arm)
      from experiment_conversions c
      left join assignments a on (a.workspace, a.person, a.experiment, a.journey, a.arm, a.assigned_at) = (c.workspace,
        c.person, c.experiment, c.journey, c.arm, c.assigned_at)
     where c.workspace = ${workspace} and (a.person is null or c.converted_at < a.assigned_at)
    union all
    select format('%s v%s at %s: arrived %s <> inside %s + gone %s', journey, version, node, coalesce(c.arrived, 0),
      coalesce(a.inside, 0), coalesce(c.gone, 0))
      from nodes_counted c full join at_nodes a using (journey, version, node)
        where coalesce(c.arrived, 0) <> coalesce(a.inside, 0) + coalesce(c.gone, 0)`;
  return [...rows.map(({ words }) => words), ...(await reconcileSums(sql, workspace))];
}
