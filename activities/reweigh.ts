import type { WorkspaceId } from '../journey/base/ids.ts';
import { countsUpTo, reweigh } from '../journey/experiments/experiment.ts';
import type { Database } from '../store/base/sql.ts';
import { readTallies } from '../store/experiments/conversions.ts';
import { changeExperiment, type ExperimentSeen, findExperimentsToReweigh } from '../store/experiments/experiments.ts';
import type { Versions } from '../store/journeys/versions.ts';

export interface ReweighPorts {
  readonly database: Pick<Database, 'sql'>;
  readonly versions: Versions;
  /** Called with an experiment that couldn't be reweighed. It keeps its weights, and the others are still reweighed. */
  readonly onFailure: (of: ExperimentSeen, cause: unknown) => void;
}

/**
 * Shifts the traffic of automatic experiments to the arms that convert (design.md §6). A repeated call changes nothing.
 * Returns the number of experiments with new weights.
 */
export const createReweigh =
  (ports: ReweighPorts) =>
  async ({ workspace }: { readonly workspace?: WorkspaceId } = {}): Promise<number> => {
    let changed = 0;
    for (const each of await findExperimentsToReweigh(ports.database.sql, workspace ?? null))
      try {
        if (await reweighOne(ports, each)) changed += 1;
      } catch (cause) {
        ports.onFailure(each, cause);
      }
    return changed;
  };

async function reweighOne({ database: { sql }, versions }: ReweighPorts, before: ExperimentSeen): Promise<boolean> {
  const { experiments } = await versions.get(before.workspace, before.journey, before.version);
  const node = experiments.get(before.experiment);
  if (!node) return false;
  const tallies = await readTallies(sql, before, Object.keys(node.paths), countsUpTo(node, before.now));
  const weights = reweigh(node, before, tallies);
  if (!weights) return false;
  const after = { ...before, weights, revision: before.revision + 1 };
  return changeExperiment(sql, before, before, after, { actor: 'bandit', what: 'reweighed', tallies });
}
