import { countsUpTo } from '../../journey/experiments/experiment.ts';
import type { Intelli } from '../../journey/nodes/intelli.ts';
import { estimatedRegret, intervals, probabilitiesOfBest } from '../../journey/statistics/bandit.ts';
import { inForce } from '../../journey/statistics/weights.ts';
import type { Sql } from '../base/sql.ts';
import { readTallies } from '../experiments/conversions.ts';
import type { ExperimentRef, ExperimentSeen } from '../experiments/experiments.ts';
import type { Versions } from '../journeys/versions.ts';

/** An experiment as operators see it: the weights and the results so far. */
export interface ExperimentView
  extends Pick<ExperimentSeen, 'experiment' | 'version' | 'mode' | 'winner' | 'revision'> {
  /** Nodes of that version that belong to it. */
  readonly nodes: readonly string[];
  readonly floor: number;
  readonly counting: Intelli['counting'];
  readonly arms: readonly ArmView[];
  /** Estimated conversions missed by not sending every user down the arm that now looks best. */
  readonly regret: number;
}

export interface ArmView {
  readonly arm: string;
  /** Percent, as configured. */
  readonly weight: number;
  /** Percent of new users: 100 for a winner. */
  readonly share: number;
  readonly assigned: number;
  readonly converted: number;
  readonly rate: number | null;
  /** 95 % interval of the rate. */
  readonly low: number;
  readonly high: number;
  readonly probabilityOfBest: number;
  /** Users who met each goal. */
  readonly goals: Readonly<Record<string, number>>;
}

/**
 * Returns an experiment with its results.
 * @throws TypeError if its version doesn't contain it
 */
export async function viewExperiment(sql: Sql, versions: Versions, seen: ExperimentSeen): Promise<ExperimentView> {
  const { document, experiments } = await versions.get(seen.workspace, seen.journey, seen.version);
  const node = experiments.get(seen.experiment);
  if (!node) throw new TypeError(`${seen.journey} v${seen.version} has no experiment "${seen.experiment}"`);
  const arms = Object.keys(node.paths);
  const all = await readTallies(sql, seen, arms, seen.now);
  const counted = node.counting === 'at-once' ? all : await readTallies(sql, seen, arms, countsUpTo(node, seen.now));
  const met = await countGoalsMet(sql, seen);
  const [best, between, shares] = [
    probabilitiesOfBest(counted, node.experiment),
    intervals(counted, node.experiment),
    inForce(seen),
  ];
  const { experiment, version, mode, winner, revision } = seen;
  return {
    ...{ experiment, version, mode, winner, revision, floor: node.floor, counting: node.counting },
    nodes: Object.entries(document.nodes).flatMap(([id, each]) =>
      each.type === 'intelli' && each.experiment === experiment ? [id] : [],
    ),
    arms: arms.map((arm) => {
      const { assigned, converted } = all[arm] ?? { assigned: 0, converted: 0 };
      const [low, high] = between[arm] ?? [0, 1];
      return {
        ...{ arm, assigned, converted, low, high },
        weight: seen.weights[arm] ?? 0,
        share: shares[arm] ?? 0,
        rate: assigned === 0 ? null : converted / assigned,
        probabilityOfBest: best[arm] ?? 0,
        goals: Object.fromEntries(node.goals.map(({ id }) => [id, met.get(`${arm}/${id}`) ?? 0])),
      };
    }),
    regret: estimatedRegret(counted),
  };
}

/** Returns the number of users by `arm/goal`. */
async function countGoalsMet(
  sql: Sql,
  { workspace, journey, experiment }: ExperimentRef,
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ name: string; n: number }>`
    select substr(part, length(${experiment}) + 2) as name, sum(n)::bigint as n from summed
     where workspace = ${workspace} and kind = 'met' and owner = ${journey} and starts_with(part, ${experiment} || '/')
     group by part`;
  return new Map(rows.map(({ name, n }) => [name, n]));
}

/** An entry of the change log. */
export interface ChangeSeen {
  readonly revision: number;
  readonly at: number;
  readonly actor: string;
  readonly what: string;
  readonly before: ExperimentValues | null;
  readonly after: ExperimentValues;
  readonly tallies: Readonly<Record<string, { readonly assigned: number; readonly converted: number }>> | null;
}

type ExperimentValues = Pick<ExperimentSeen, 'mode' | 'weights' | 'winner'>;

/** Lists changes, newest first. `before` limits them to earlier revisions. */
export async function listChanges(
  sql: Sql,
  { workspace, journey, experiment }: ExperimentRef,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<{ readonly changes: readonly ChangeSeen[]; readonly next: number | null }> {
  const rows = await sql<ChangeSeen>`
    select revision, at, actor, what, before, after, tallies from experiment_changes
     where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment}
       and (${before ?? null}::int is null or revision < ${before ?? null})
     order by revision desc limit ${limit + 1}`;
  const changes = rows.slice(0, limit);
  return { changes, next: rows.length > limit ? (changes.at(-1)?.revision ?? null) : null };
}
