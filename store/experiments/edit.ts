import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { type Edit, editExperiment } from '../../journey/experiments/edit.ts';
import type { Experiment } from '../../journey/experiments/experiment.ts';
import { changedFields, recordAudit } from '../access/audit.ts';
import type { Database } from '../base/sql.ts';
import type { Versions } from '../journeys/versions.ts';
import { changeExperiment, type ExperimentRef, lockExperiment } from './experiments.ts';

export interface EditRequest extends ExperimentRef {
  readonly actor: string;
  readonly edit: Edit;
  /** Required current revision. */
  readonly expected?: number | undefined;
}

/** Creates a function that applies an operator's change together with its change-log and audit entries. */
export const createEditExperiment =
  (database: Pick<Database, 'transaction'>, versions: Versions) =>
  ({ actor, edit, expected, ...ref }: EditRequest): Promise<Result<Experiment>> =>
    database.transaction(async (sql) => {
      const { workspace, journey, experiment } = ref;
      const found = await lockExperiment(sql, ref);
      if (!found) return refuseNoExperiment(ref);
      const { state, version } = found;
      if (expected !== undefined && expected !== state.revision) return refuseConflict(ref, expected, state.revision);
      const node = (await versions.get(workspace, journey, version, sql)).experiments.get(experiment);
      const next = editExperiment(Object.keys(node?.paths ?? {}), state, edit);
      if (!next.ok || next.value === state) return next;
      await changeExperiment(sql, ref, state, next.value, { actor, what: edit.type });
      await recordAudit(sql, {
        workspace,
        actor,
        action: 'experiment.change',
        about: { journey, experiment, what: edit.type, revision: next.value.revision },
        ...changedFields(state, next.value),
      });
      return ok(next.value);
    });

export const refuseNoExperiment = ({ journey, experiment }: Pick<ExperimentRef, 'journey' | 'experiment'>) =>
  refuse(
    'experiment-not-found',
    `the journey "${journey}" has no IntelliNODE with the experiment "${experiment}"`,
    `list them with GET /v1/journeys/${journey}/experiments`,
  );

const refuseConflict = ({ experiment }: ExperimentRef, expected: number, revision: number) =>
  refuse(
    'version-conflict',
    `"${experiment}" is at revision ${revision}, not ${expected}`,
    'look at it as it is now, and give its ETag in If-Match',
    { about: { revision } },
  );
