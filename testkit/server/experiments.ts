import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { ExperimentOf } from '../../journey/world/world.ts';
import type { Sql } from '../../store/base/sql.ts';
import { readTallies } from '../../store/experiments/conversions.ts';
import { listExperiments } from '../../store/experiments/experiments.ts';
import type { Versions } from '../../store/journeys/versions.ts';

/** Reads the current state of a workspace's experiments, as scenarios see it. */
export async function experimentsIn(
  sql: Sql,
  versions: Versions,
  workspace: WorkspaceId,
): Promise<readonly ExperimentOf[]> {
  const journeys = await sql<{ id: JourneyId }>`select id from journeys where workspace = ${workspace} order by id`;
  const all = await Promise.all(journeys.map(({ id }) => listExperiments(sql, workspace, id)));
  return Promise.all(
    all.flat().map(async ({ experiment, journey, version, weights, now }) => {
      const node = (await versions.get(workspace, journey, version)).experiments.get(experiment);
      const arms = Object.keys(node?.paths ?? {});
      return { experiment, weights, tallies: await readTallies(sql, { workspace, journey, experiment }, arms, now) };
    }),
  );
}
