import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Share } from '../../journey/statistics/lift.ts';
import { isCounted } from '../base/counted.ts';
import type { Sql } from '../base/sql.ts';

/** A count of one version. Measures are defined in journey/engine/counts.ts. */
export interface GoalCount {
  readonly version: number;
  /** Empty for the journey as a whole. */
  readonly node: string;
  readonly measure: string;
  readonly n: number;
}

/** Counts entries, control group and goals met. */
export const countGoals = (sql: Sql, workspace: WorkspaceId, journey: JourneyId) => sql<GoalCount>`
  select version, node, measure, sum(n)::bigint as n from (
    select version, node, measure, n from counts where workspace = ${workspace} and journey = ${journey}
    union all
    select version, node, measure, n from count_deltas where workspace = ${workspace} and journey = ${journey}
  ) as each
   where (node = '' and measure in ('entered', 'control')) or measure ~ '^(control-)?goal(-before|-by)?:'
   group by version, node, measure
   order by version, node, measure`;

/**
 * The figures that lift is calculated from. They count persons, since chance assigns persons, not instances. Only
 * versions with a control group.
 */
export interface Groups {
  /** Null for all those versions together. */
  readonly version: number | null;
  readonly goal: string;
  readonly entered: Share;
  readonly control: Share;
}

export async function readGroups(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  goals: readonly string[],
): Promise<readonly Groups[]> {
  const rows = await sql<{
    version: number | null;
    goal: string;
    entered: number;
    control: number;
    enteredMet: number;
    controlMet: number;
  }>`
    with compared as (
      select distinct version from instances
       where workspace = ${workspace} and journey = ${journey} and status = 'control' and ${isCounted}
    ), each as materialized (
      select distinct version, person, status = 'control' as is_control from instances
       where workspace = ${workspace} and journey = ${journey} and version in (select version from compared)
         and ${isCounted}
    ), people as (
      select version, count(*) filter (where not is_control) as entered, count(*) filter (where is_control) as control
        from each group by version
      union all
      select null, count(*) filter (where not is_control), count(*) filter (where is_control)
        from (select distinct person, is_control from each) as persons
    ), met as (
      select version, goal, count(distinct person) filter (where not is_control) as entered,
             count(distinct person) filter (where is_control) as control
        from conversions
       where workspace = ${workspace} and journey = ${journey} and version in (select version from compared)
         and ${isCounted}
       group by grouping sets ((version, goal), (goal))
    )
    select p.version, g.goal, p.entered, p.control, coalesce(m.entered, 0) as "enteredMet",
           coalesce(m.control, 0) as "controlMet"
      from people p
      cross join unnest(${goals}::text[]) as g (goal)
      left join met m on m.goal = g.goal and m.version is not distinct from p.version
     where p.control > 0`;
  return rows.map(({ version, goal, entered, control, enteredMet, controlMet }) => ({
    version,
    goal,
    entered: { persons: entered, converted: enteredMet },
    control: { persons: control, converted: controlMet },
  }));
}
