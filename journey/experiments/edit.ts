import { ok, type Result, refuse } from '../base/refusal.ts';
import { withFloor } from '../statistics/bandit.ts';
import type { Mode } from '../statistics/weights.ts';
import type { Experiment } from './experiment.ts';

/** An operator's change to a running experiment. Assigned users keep their arm (design.md §7.10). */
export type Edit =
  | {
      readonly type: 'edited';
      readonly mode?: Mode | undefined;
      readonly weights?: Readonly<Record<string, number>> | undefined;
    }
  | { readonly type: 'winner-declared'; readonly arm: string }
  | { readonly type: 'winner-withdrawn' };

/**
 * Applies an edit to an experiment. Returns the same object if nothing changes. `arms` come from the latest version.
 */
export function editExperiment(arms: readonly string[], state: Experiment, edit: Edit): Result<Experiment> {
  switch (edit.type) {
    case 'edited':
      return setWeights(arms, state, edit.mode ?? state.mode, edit.weights);
    case 'winner-declared':
      return arms.includes(edit.arm) ? ok(change(state, { winner: edit.arm })) : noSuchArm(edit.arm, arms);
    case 'winner-withdrawn':
      return ok(change(state, { winner: null }));
  }
}

function setWeights(
  arms: readonly string[],
  state: Experiment,
  mode: Mode,
  weights: Readonly<Record<string, number>> | undefined,
): Result<Experiment> {
  if (weights === undefined) return ok(change(state, { mode }));
  if (mode === 'automatic')
    return refuse(
      'experiment-refused',
      'in automatic mode the weights are the bandit’s',
      'set "mode": "manual" with them, or declare a winner',
    );
  const unknown = Object.keys(weights).find((arm) => !arms.includes(arm));
  if (unknown !== undefined) return noSuchArm(unknown, arms);
  const missing = arms.find((arm) => !Object.hasOwn(weights, arm));
  if (missing !== undefined)
    return refuse(
      'experiment-refused',
      `no weight is given for "${missing}"`,
      'give one for every path: 0 is a weight',
    );
  if (Object.values(weights).every((weight) => weight === 0))
    return refuse('experiment-refused', 'every weight is 0', 'give a path a weight');
  return ok(change(state, { mode, weights: withFloor(weights, 0) }));
}

const noSuchArm = (arm: string, arms: readonly string[]) =>
  refuse('experiment-refused', `there is no path "${arm}"`, `use one of ${arms.map((each) => `"${each}"`).join(', ')}`);

function change(state: Experiment, to: Partial<Omit<Experiment, 'revision'>>): Experiment {
  const next = { ...state, ...to };
  const isSame =
    next.mode === state.mode &&
    next.winner === state.winner &&
    Object.entries(next.weights).every(([arm, weight]) => state.weights[arm] === weight) &&
    Object.keys(next.weights).length === Object.keys(state.weights).length;
  return isSame ? state : { ...next, revision: state.revision + 1 };
}
