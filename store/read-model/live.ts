import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JourneyState } from '../../journey/lifecycle/state.ts';
import { isCounted } from '../base/counted.ts';
import type { Sql } from '../base/sql.ts';
import { OVERDUE_MS } from '../outbox/reachable.ts';

export interface LiveNode {
  /** Instances there now, of all versions. */
  readonly here: number;
  /** Instances there that a pause of the journey holds. */
  readonly held: number;
  /** Instances there that are held or, at a node that sends, wait for a date such as the end of quiet hours. */
  readonly heldOrDated: number;
  /** Instances there with a fault or an overdue move. */
  readonly stuck: number;
  /** Counts since the first version: `arrived`, `left:<port>`, … */
  readonly measures: Readonly<Record<string, number>>;
}

export interface Live {
  readonly state: JourneyState;
  readonly version: number;
  readonly entered: number;
  readonly inside: number;
  /** Without nodes that no user has reached. */
  readonly nodes: Readonly<Record<string, LiveNode>>;
}

/** Returns the newest version, or undefined if the journey doesn't exist or is a draft. */
export const newestVersion = async (
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
): Promise<number | undefined> =>
  (await sql<{ version: number }>`select version from journeys where workspace = ${workspace} and id = ${journey}`)[0]
    ?.version;

/**
 * Counts the instances at each node in one read, so that the sums hold. Uses the counts, so its cost doesn't grow with
 * live instances. Reads rows only for instances that are held, may be stuck, or wait for a date at one of the nodes in
 * `sending`. Undefined if there is no journey or no version.
 */
export async function readLive(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  sending: readonly string[],
): Promise<Live | undefined> {
  const [row] = await sql<Live>`
    with each as (
      select node, measure, sum(n) as n from (
        select node, measure, n from counts where workspace = ${workspace} and journey = ${journey}
        union all
        select node, measure, n from count_deltas where workspace = ${workspace} and journey = ${journey}
      ) as all_of_them group by node, measure
    ), waiting as (
      select node, count(*) filter (where held) as held, count(*) as held_or_dated from (
        select node, held from instances
         where workspace = ${workspace} and journey = ${journey} and ended_at is null and held and node is not null
           and ${isCounted}
        union all
        select node, held from instances
         where workspace = ${workspace} and journey = ${journey} and ended_at is null and keeps_date and not held
           and node = any(${sending}::text[]) and ${isCounted}
      ) as both_kinds group by node
    ), troubled as (
      select node, count(*) as stuck from (
        select node from instances
         where workspace = ${workspace} and journey = ${journey} and ended_at is null and stuck is not null
           and node is not null and ${isCounted}
        union all
        select node from instances
         where workspace = ${workspace} and journey = ${journey} and ended_at is null and stuck is null
           and node is not null and paused_at is null and ${isCounted}
           and wakes_at < (select clock(${workspace}) - ${OVERDUE_MS}::bigint) -- once, not for each row
           and not (select exists (select from pauses
                                   where workspace = ${workspace} and journey = ${journey} and to_at is null))
      ) as both_kinds group by node
    ), measured as (
      select node, jsonb_object_agg(measure, n) as measures,
             coalesce(sum(case when measure = 'arrived' then n
               when measure = 'exited' or starts_with(measure, 'left:') then -n end), 0) as here
        from each where node <> '' group by node
    ), nodes as (
      select node, here, measures, coalesce(held, 0) as held, coalesce(held_or_dated, 0) as held_or_dated,
             coalesce(stuck, 0) as stuck
        from measured left join waiting using (node) left join troubled using (node)
    ), whole as (
      select coalesce(sum(n) filter (where measure = 'entered'), 0)::bigint as entered,
             coalesce(sum(n) filter (where starts_with(measure, 'exited:')), 0)::bigint as exited
        from each where node = ''
    )
    select j.state, j.version, entered, entered - exited as inside,
           coalesce((select jsonb_object_agg(node, jsonb_build_object(
             'here', here, 'held', held, 'heldOrDated', held_or_dated, 'stuck', stuck, 'measures', measures))
               from nodes), '{}') as nodes
      from journeys j, whole where j.workspace = ${workspace} and j.id = ${journey}`;
  return row;
}
