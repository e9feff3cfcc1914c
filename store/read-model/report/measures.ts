import { isCounted } from '../../base/counted.ts';
import type { Sql } from '../../base/sql.ts';
import { hoursOf, type Measured, type Scope } from './scope.ts';

/** Reads all counts since the first entry, as GET /v1/journeys/:id does. */
export const readMeasuresByCounts = (sql: Sql, { workspace, journey, version }: Scope) => sql<Measured>`
  select version, node, measure, sum(n)::bigint as n from (
    select version, node, measure, n from counts where workspace = ${workspace} and journey = ${journey}
    union all
    select version, node, measure, n from count_deltas where workspace = ${workspace} and journey = ${journey}
  ) as each
   where ${version}::int is null or version = ${version}
   group by version, node, measure
   order by version, node, measure`;

/**
 * Reads the same measures for users who entered in a range: whole hours from the counts, partial hours from the rows.
 */
export async function readMeasuresInRange(sql: Sql, scope: Scope): Promise<readonly Measured[]> {
  const { whole, cut } = hoursOf(scope);
  const parts = [whole ? await readMeasuresByHours(sql, whole) : []];
  for (const each of cut) parts.push(await readMeasuresByRows(sql, each));
  return sumUp(parts.flat());
}

function sumUp(all: readonly Measured[]): readonly Measured[] {
  const sums = new Map<string, Measured>();
  for (const each of all) {
    const key = JSON.stringify([each.version, each.node, each.measure]);
    sums.set(key, { ...each, n: each.n + (sums.get(key)?.n ?? 0) });
  }
  return [...sums.values()];
}

const readMeasuresByHours = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<Measured>`
  select version, node, measure, sum(n)::bigint as n from (
    select version, node, measure, n from counts_by_hour
     where workspace = ${workspace} and journey = ${journey} and hour >= ${from} and hour < ${to}
    union all
    select version, node, measure, n from count_deltas
     where workspace = ${workspace} and journey = ${journey} and entered_at >= ${from} and entered_at < ${to}
  ) as each
   where ${version}::int is null or version = ${version}
   group by version, node, measure`;

/**
 * Counts from rows and from each instance's trace (journey/engine/counts.ts defines how). A user who was moved to
 * another version counts for the one they are on.
 */
const readMeasuresByRows = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<Measured>`
  with cohort as (
    select id, version, status, visit, ended_at, exit_reason from instances
     where workspace = ${workspace} and journey = ${journey} and entered_at >= ${from} and entered_at < ${to}
       and (${version}::int is null or version = ${version}) and ${isCounted}
  ), entered as (
    select * from cohort where status <> 'control'
  ), lines as (
    select e.id, e.version, e.visit as last_visit, e.ended_at, (l.line ->> 'visit')::int as visit,
           l.line ->> 'node' as node, l.line ->> 'move' as move, l.line ->> 'port' as port,
           l.line ->> 'rule' as rule
      from entered e
      join transitions t on t.workspace = ${workspace} and t.instance = e.id
     cross join jsonb_array_elements(t.decision -> 'trace') as l (line)
     where l.line ->> 'node' is not null and l.line ->> 'move' <> 'withhold'
  ), visits as (
    select version, id, visit, last_visit, ended_at, min(node) as node, bool_or(move = 'leave') as has_left,
           max(port) filter (where move = 'leave') as port, max(rule) filter (where move = 'leave') as rule
      from lines group by version, id, visit, last_visit, ended_at
  ), met as (
    select e.version, e.status, c.goal, c.node, c.place, c.message_node from conversions c
      join cohort e on e.id = c.instance
     where c.workspace = ${workspace} and c.journey = ${journey} and c.entered_at >= ${from} and c.entered_at < ${to}
  ), measured as (
    select version, '' as node, case status when 'control' then 'control' else 'entered' end as measure from cohort
    union all
    select version, '', 'refused' from refusals
     where workspace = ${workspace} and journey = ${journey} and refused_at >= ${from} and refused_at < ${to}
       and (${version}::int is null or version = ${version}) and ${isCounted}
    union all
    select version, '', 'queued' from queued
     where workspace = ${workspace} and journey = ${journey} and at >= ${from} and at < ${to}
       and (${version}::int is null or version = ${version})
    union all
    select version, '', 'exited:' || exit_reason from entered where ended_at is not null
    union all
    select version, node, 'arrived' from visits
    union all
    select version, node, case when has_left then 'left:' || port when visit < last_visit then 'left:moved'
      else 'exited' end from visits
     where has_left or visit < last_visit or ended_at is not null
    union all
    select version, node, 'suppressed:' || rule from visits where has_left and port = 'suppressed'
    union all
    select e.version, m.node, 'message:' || m.outcome from entered e
     cross join lateral (select * from messages where workspace = ${workspace} and instance = e.id offset 0) m
      where m.state = 'settled'
    union all
    select version, '', case status when 'control' then 'control-goal:' else 'goal:' end || goal from met
    union all
    select version, node, 'goal:' || goal from met where node is not null and status <> 'control'
    union all
    select version, node, 'goal-before:' || goal from met
     where node is not null and status <> 'control' and place = 'before'
    union all
    select version, message_node, 'goal-by:' || goal from met where message_node is not null and status <> 'control'
  ), summed as (
    select version, node, measure, count(*) as n from measured group by version, node, measure
    union all
    select version, '', 'qualified', count(*) from measured
     where node = '' and measure in ('refused', 'control', 'queued', 'entered') group by version
  )
  select version, node, measure, n from summed order by version, node, measure`;

/**
 * Counts live instances by node from the rows, to compare with the counts. An empty node means on the way to the first
 * node.
 */
export const countInstances = (sql: Sql, { workspace, journey, version, from, to }: Scope) => sql<{
  version: number;
  node: string;
  n: number;
}>`
  select version, coalesce(node, '') as node, count(*) as n from instances
   where workspace = ${workspace} and journey = ${journey} and ended_at is null and entered_at >= ${from}
     and entered_at < ${to}
     and (${version}::int is null or version = ${version}) and ${isCounted}
   group by 1, 2 order by 1, 2`;
