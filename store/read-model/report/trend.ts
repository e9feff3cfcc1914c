import { isCounted } from '../../base/counted.ts';
import type { Sql } from '../../base/sql.ts';
import type { Scope } from './scope.ts';

export type Bucket = 'day' | 'week' | 'month';

/**
 * Figures of one day, week (from Monday) or month of a time zone's calendar. Goals and exits count in the period in
 * which they happen, whenever their users entered.
 */
export interface TrendPoint {
  /** Its first day. */
  readonly day: string;
  readonly from: number;
  readonly to: number;
  readonly entered: number;
  readonly goals: number;
  readonly exits: number;
}

/** Returns the workspace's current time and the first entry. */
export async function readExtent(
  sql: Sql,
  { workspace, journey }: Pick<Scope, 'workspace' | 'journey'>,
): Promise<{ readonly now: number; readonly first: number | null }> {
  const [row] = await sql<{ now: number; first: number | null }>`
    select clock(${workspace}) as now,
           (select min(entered_at) from instances
            where workspace = ${workspace} and journey = ${journey} and status <> 'control' and ${isCounted}) as first`;
  return row ?? { now: 0, first: null };
}

/**
 * In every zone, days start at a multiple of this. Rows are counted in these units before they are assigned to a
 * calendar.
 */
const QUARTER_MS = 900_000;

/** Reads every bucket between two instants, including empty ones. */
export const readTrend = (
  sql: Sql,
  { workspace, journey, version, from, to }: Scope,
  { by, zone, first, last }: { by: Bucket; zone: string; first: number; last: number },
) => sql<TrendPoint>`
  with quarters as (
    select 'entered' as what, entered_at / ${QUARTER_MS}::bigint as quarter, count(*) as n from instances
     where workspace = ${workspace} and journey = ${journey} and entered_at >= ${from} and entered_at < ${to}
       and status <> 'control' and (${version}::int is null or version = ${version}) and ${isCounted}
     group by 2
    union all
    select 'exits', ended_at / ${QUARTER_MS}::bigint, count(*) from instances
     where workspace = ${workspace} and journey = ${journey} and ended_at >= ${from} and ended_at < ${to}
       and status <> 'control' and (${version}::int is null or version = ${version}) and ${isCounted}
     group by 2
    union all
    select 'goals', at / ${QUARTER_MS}::bigint, count(*) from conversions
     where workspace = ${workspace} and journey = ${journey} and at >= ${from} and at < ${to} and not is_control
       and (${version}::int is null or version = ${version}) and ${isCounted}
     group by 2
  ), sums as (
    select date_trunc(${by}, at_time(quarter * ${QUARTER_MS}::bigint) at time zone ${zone}) as bucket,
           coalesce(sum(n) filter (where what = 'entered'), 0)::bigint as entered,
           coalesce(sum(n) filter (where what = 'goals'), 0)::bigint as goals,
           coalesce(sum(n) filter (where what = 'exits'), 0)::bigint as exits
      from quarters group by 1
  ), buckets as (
    select bucket, bucket + ('1 ' || ${by})::interval as next
      from generate_series(date_trunc(${by}, at_time(${first}) at time zone ${zone}),
                           at_time(${last}) at time zone ${zone}, ('1 ' || ${by})::interval) as bucket
  )
  select to_char(bucket, 'YYYY-MM-DD') as day,
         (extract(epoch from bucket at time zone ${zone}) * 1000)::bigint as "from",
         (extract(epoch from next at time zone ${zone}) * 1000)::bigint as "to",
         coalesce(entered, 0) as entered, coalesce(goals, 0) as goals, coalesce(exits, 0) as exits
    from buckets left join sums using (bucket) order by bucket`;
