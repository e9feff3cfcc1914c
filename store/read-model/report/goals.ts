import type { Share } from '../../../journey/statistics/lift.ts';
import { isCounted } from '../../base/counted.ts';
import type { Sql } from '../../base/sql.ts';
import type { Scope } from './scope.ts';

/**
 * Reads the figures that lift is calculated from: persons, of the versions with a control group. Empty if there is no
 * control group.
 */
export async function readShares(
  sql: Sql,
  { workspace, journey, version, from, to }: Scope,
  goals: readonly string[],
): Promise<ReadonlyMap<string, { readonly entered: Share; readonly control: Share }>> {
  const rows = await sql<{
    goal: string;
    entered: number;
    control: number;
    enteredMet: number;
    controlMet: number;
  }>`
    with compared as materialized (
      select array(select distinct version from instances
                   where workspace = ${workspace} and journey = ${journey} and status = 'control'
                      and entered_at >= ${from} and entered_at < ${to}
                      and (${version}::int is null or version = ${version}) and ${isCounted}) as versions
    ), each as (
      select distinct person, status = 'control' as is_control from instances
       where workspace = ${workspace} and journey = ${journey} and entered_at >= ${from} and entered_at < ${to}
         and (select versions from compared) <> '{}' and version = any((select versions from compared)::int[])
         and ${isCounted}
    ), people as (
      select count(*) filter (where not is_control) as entered, count(*) filter (where is_control) as control from each
    ), met as (
      select goal, count(distinct person) filter (where not is_control) as entered,
             count(distinct person) filter (where is_control) as control
        from conversions where workspace = ${workspace} and journey = ${journey} and entered_at >= ${from}
          and entered_at < ${to}
         and (select versions from compared) <> '{}' and version = any((select versions from compared)::int[])
         and ${isCounted}
       group by goal
    )
    select g.goal, p.entered, p.control, coalesce(m.entered, 0) as "enteredMet", coalesce(m.control, 0) as "controlMet"
      from people p cross join unnest(${goals}::text[]) as g (goal) left join met m on m.goal = g.goal
     where p.control > 0`;
  return new Map(
    rows.map(({ goal, entered, control, enteredMet, controlMet }) => [
      goal,
      { entered: { persons: entered, converted: enteredMet }, control: { persons: control, converted: controlMet } },
    ]),
  );
}

/** Reads the median time from entry to goal. */
export const readTimesToGoal = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<{
  /** Null for all versions together. */
  version: number | null;
  goal: string;
  medianMs: number;
}>`
  select version, goal, percentile_cont(0.5) within group (order by at - entered_at) as "medianMs"
    from conversions
   where workspace = ${workspace} and journey = ${journey} and not is_control and entered_at >= ${from}
     and entered_at < ${to}
     and (${version}::int is null or version = ${version}) and ${isCounted}
   group by grouping sets ((version, goal), (goal))`;
