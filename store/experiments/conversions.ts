import type { JourneyId, PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { type Assigned, goalsMet } from '../../journey/experiments/conversion.ts';
import type { Tallies, Tally } from '../../journey/statistics/bandit.ts';
import type { Instant } from '../../journey/time/time.ts';
import { isCounted } from '../base/counted.ts';
import type { Sql } from '../base/sql.ts';
import type { ExperimentRef } from './experiments.ts';

const HOUR_MS = 3_600_000;

/** A user's arm of an IntelliNODE, and the version that decides what converts: the latest, for all users. */
export interface InExperiment extends Assigned {
  readonly journey: JourneyId;
  readonly version: number;
  readonly profile: JsonObject;
  readonly goalEvents: readonly string[];
}

/** Returns the person's experiments for which one of these events may be a goal. */
export const findExperimentsMetBy = (
  sql: Sql,
  { workspace, person }: PersonRef,
  names: readonly string[],
) => sql<InExperiment>`
  select a.experiment, a.arm, a.assigned_at as at, a.position, a.journey, x.version, x.goal_events as "goalEvents",
         nullif(i.key, '') as key, i.context, p.profile
    from assignments a
    join experiments x on (x.workspace, x.journey, x.experiment) = (a.workspace, a.journey, a.experiment)
    join instances i on i.workspace = a.workspace and i.id = a.instance
    join persons p on p.workspace = a.workspace and p.id = a.person
   where a.workspace = ${workspace} and a.person = ${person} and x.goal_events && ${names}::text[]
   order by a.experiment`;

/**
 * Records conversions, once per assignment and goal. A repeat after a crash writes the same row. Call it under the
 * person's lock.
 */
export async function recordConversions(
  sql: Sql,
  now: Instant,
  { workspace, person }: PersonRef,
  { version, assigned, event }: { version: Version; assigned: InExperiment; event: JourneyEvent },
): Promise<void> {
  const goals = goalsMet(version, assigned, event, { profile: assigned.profile, now });
  if (goals.length === 0) return;
  const { experiment, journey, arm, at } = assigned;
  await sql`
    insert into experiment_conversions (workspace, experiment, person, goal, journey, arm, assigned_at, converted_at)
    select ${workspace}, ${experiment}, ${person}, goal, ${journey}, ${arm}, ${at}::bigint, ${event.at}::bigint
      from unnest(${goals}::text[]) as g (goal)
    on conflict do nothing`;
}

/**
 * Counts, for each arm, the users assigned up to an instant and how many of them converted, by any goal. Subtracts the
 * sums of later hours from the whole sums; only for the rest of the instant's own hour, it counts rows.
 */
export async function readTallies(
  sql: Sql,
  { workspace, journey, experiment }: ExperimentRef,
  arms: readonly string[],
  upTo: Instant,
): Promise<Tallies> {
  const rows = await sql<Tally & { arm: string }>`
    with arms as (
      select arm, ${experiment} || '/' || arm as part from unnest(${arms}::text[]) as a (arm)
    ), each as (
      select arm, kind, n from arms join summed using (part)
       where workspace = ${workspace} and kind in ('assigned', 'converted') and owner = ${journey}
      union all
      select arm, kind, -n from arms join sums_by_hour using (part)
       where workspace = ${workspace} and kind in ('assigned', 'converted') and owner = ${journey}
         and hour > hour_of(${upTo}::bigint)
      union all
      select arm, kind, -n from arms join sum_deltas using (part)
       where workspace = ${workspace} and kind in ('assigned', 'converted') and owner = ${journey}
         and hour > hour_of(${upTo}::bigint)
      union all
      select arm, 'assigned', -count(*) from assignments
       where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment}
         and arm = any(${arms}::text[])
         and assigned_at > ${upTo}::bigint and assigned_at < hour_of(${upTo}::bigint) + ${HOUR_MS} and ${isCounted}
       group by arm
      union all
      select arm, 'converted', -count(distinct person) from experiment_conversions
       where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment}
         and arm = any(${arms}::text[])
         and assigned_at > ${upTo}::bigint and assigned_at < hour_of(${upTo}::bigint) + ${HOUR_MS} and ${isCounted}
       group by arm
    )
    select arm, coalesce(sum(n) filter (where kind = 'assigned'), 0)::bigint as assigned,
           coalesce(sum(n) filter (where kind = 'converted'), 0)::bigint as converted
      from each group by arm`;
  const known = new Map(rows.map(({ arm, ...tally }) => [arm, tally]));
  return Object.fromEntries(arms.map((arm) => [arm, known.get(arm) ?? { assigned: 0, converted: 0 }]));
}
