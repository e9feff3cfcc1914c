import type { JourneyState } from '../../journey/state.ts';
import { OVERDUE_MS } from '../outbox.ts';
import type { Sql } from '../sql.ts';

export interface LiveNode {
  /** There now, of all versions. */
  readonly here: number;
  /** Of those, whom a pause of the journey keeps from going on. */
  readonly held: number;
  /** Of those, who are held or wait for a date: at a node that sends, the end of quiet hours. */
  readonly heldOrDated: number;
  /** Of those, with whom something is wrong: a fault of ours, or a move that is overdue. */
  readonly stuck: number;
  /** Since the first version: `arrived`, `left:<port>`, … */
  readonly measures: Readonly<Record<string, number>>;
}

export interface Live {
  readonly state: JourneyState;
  readonly version: number;
  readonly entered: number;
  readonly inside: number;
  /** A node that nobody has come to is not among them. */
  readonly nodes: Readonly<Record<string, LiveNode>>;
}

/** How many are where, in one reading, so that the sum holds. Undefined: there is no journey, or no version of it. */
export async function readLive(sql: Sql, workspace: string, journey: string): Promise<Live | undefined> {
  const [row] = await sql<Live>`
    with each as (
      select node, measure, sum(n) as n from (
        select node, measure, n from counts where workspace = ${workspace} and journey = ${journey}
        union all
        select node, measure, n from count_deltas where workspace = ${workspace} and journey = ${journey}
      ) as all_of_them group by node, measure
    ), paused as (
      select exists (select from pauses where workspace = ${workspace} and journey = ${journey} and to_at is null) as is_paused
    ), there as (
      select node, count(*) as here, count(*) filter (where held) as held, count(*) filter (where held or keeps_date) as held_or_dated,
             count(*) filter (where stuck is not null
               or (wakes_at < clock(workspace) - ${OVERDUE_MS}::bigint and paused_at is null and not is_paused)) as stuck
        from instances, paused
       where workspace = ${workspace} and journey = ${journey} and ended_at is null and node is not null group by node
    ), measured as (
      select node, jsonb_object_agg(measure, n) as measures from each where node <> '' group by node
    ), nodes as (
      select node, coalesce(here, 0) as here, coalesce(held, 0) as held, coalesce(held_or_dated, 0) as held_or_dated, coalesce(stuck, 0) as stuck,
             coalesce(measures, '{}') as measures
        from measured full join there using (node)
    ), whole as (
      select coalesce(sum(n) filter (where measure = 'entered'), 0)::bigint as entered,
             coalesce(sum(n) filter (where starts_with(measure, 'exited:')), 0)::bigint as exited
        from each where node = ''
    )
    select j.state, j.version, entered, entered - exited as inside,
           coalesce((select jsonb_object_agg(node, jsonb_build_object(
             'here', here, 'held', held, 'heldOrDated', held_or_dated, 'stuck', stuck, 'measures', measures)) from nodes), '{}') as nodes
      from journeys j, whole where j.workspace = ${workspace} and j.id = ${journey}`;
  return row;
}
