import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { type Declared, declaredBy, type Experiment, publishExperiment } from '../../journey/experiments/experiment.ts';
import type { Tallies } from '../../journey/statistics/bandit.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** The current state of an experiment. */
export interface ExperimentSeen extends Experiment {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly experiment: string;
  /** Latest version that contains it. */
  readonly version: number;
  /** The workspace's clock. */
  readonly now: Instant;
}

export interface ExperimentRef {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly experiment: string;
}

/** A change of an experiment, with its actor and reason. */
export interface ExperimentChange {
  readonly actor: string;
  readonly what: 'published' | 'edited' | 'reweighed' | 'winner-declared' | 'winner-withdrawn';
  readonly tallies?: Tallies;
}

/** Lists the experiments of a journey by id. */
export const listExperiments = async (sql: Sql, workspace: WorkspaceId, journey: JourneyId) =>
  (
    await sql<ExperimentSeen>`
      select workspace, journey, experiment, version, mode, weights, winner, revision, clock(workspace) as now
        from experiments where workspace = ${workspace} and journey = ${journey} order by experiment`
  ).map(parseRow);

export async function findExperiment(sql: Sql, { workspace, journey, experiment }: ExperimentRef) {
  const [row] = await sql<ExperimentSeen>`
    select workspace, journey, experiment, version, mode, weights, winner, revision, clock(workspace) as now
      from experiments where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment}`;
  return row && parseRow(row);
}

/**
 * Returns experiments that the bandit adjusts: automatic, without a winner, in running journeys. Of one workspace, or
 * of all.
 */
export const findExperimentsToReweigh = async (sql: Sql, workspace: WorkspaceId | null) =>
  (
    await sql<ExperimentSeen>`
      select x.workspace, x.journey, x.experiment, x.version, x.mode, x.weights, x.winner, x.revision,
             clock(x.workspace) as now
        from experiments x join journeys j on (j.workspace, j.id) = (x.workspace, x.journey)
       where j.state = 'running' and x.mode = 'automatic' and x.winner is null
         and (${workspace}::text is null or x.workspace = ${workspace})
       order by x.workspace, x.journey, x.experiment`
  ).map(parseRow);

const parseRow = (row: ExperimentSeen): ExperimentSeen => ({
  ...row,
  workspace: WorkspaceId.parse(row.workspace),
  journey: JourneyId.parse(row.journey),
  now: instant(row.now),
});

/** Changes an experiment and writes its change log. Returns false if it has changed since `before` was read. */
export async function changeExperiment(
  sql: Sql,
  { workspace, journey, experiment }: ExperimentRef,
  before: Experiment,
  after: Experiment,
  { actor, what, tallies }: ExperimentChange,
): Promise<boolean> {
  const changed = await sql`
    with changed as (
      update experiments set mode = ${after.mode}, weights = ${after.weights}, winner = ${after.winner},
          revision = ${after.revision}
       where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment}
         and revision = ${before.revision}
      returning revision
    )
    insert into experiment_changes (workspace, journey, experiment, revision, at, actor, what, before, after, tallies)
    select ${workspace}, ${journey}, ${experiment}, revision, clock(${workspace}), ${actor}, ${what},
           ${toLogEntry(before)}, ${toLogEntry(after)}, ${tallies ?? null}
      from changed
    returning revision`;
  return changed.length > 0;
}

const toLogEntry = ({ mode, weights, winner }: Experiment) => ({ mode, weights, winner });

/** Writes the experiments of a version that is being published. Call it under the journey's lock. */
export async function publishExperiments(
  sql: Sql,
  workspace: WorkspaceId,
  { document: { id: journey }, number: version, experiments }: Version,
  actor: string,
): Promise<void> {
  for (const [experiment, node] of experiments) {
    const ref = { workspace, journey, experiment };
    const before = await lockExperiment(sql, ref);
    const state = publishExperiment(node, before);
    if (!before) await makeExperiment(sql, ref, state, actor);
    else if (state !== before.state)
      await changeExperiment(sql, ref, before.state, state, { actor, what: 'published' });
    await sql`
      update experiments set version = ${version}, declared = ${declaredBy(node)},
          goal_events = ${[...new Set(node.goals.map(({ event }) => event))]}::text[]
       where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment}`;
  }
}

/** Reads an experiment and locks its row until the transaction ends. */
export async function lockExperiment(sql: Sql, { workspace, journey, experiment }: ExperimentRef) {
  const [row] = await sql<Experiment & { readonly declared: Declared; readonly version: number }>`
    select mode, weights, winner, revision, declared, version from experiments
     where workspace = ${workspace} and journey = ${journey} and experiment = ${experiment} for update`;
  if (!row) return undefined;
  const { declared, version, ...state } = row;
  return { declared, version, state };
}

const makeExperiment = (
  sql: Sql,
  { workspace, journey, experiment }: ExperimentRef,
  { mode, weights, winner, revision }: Experiment,
  actor: string,
) => sql`
  with made as (
    insert into experiments (workspace, journey, experiment, version, goal_events, mode, weights, declared, revision)
    values (${workspace}, ${journey}, ${experiment}, 0, '{}', ${mode}, ${weights}, '{}', ${revision})
    returning revision
  )
  insert into experiment_changes (workspace, journey, experiment, revision, at, actor, what, after)
  select ${workspace}, ${journey}, ${experiment}, revision, clock(${workspace}), ${actor}, 'published',
         ${{ mode, weights, winner }} from made`;
