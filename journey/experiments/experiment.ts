import type { Intelli } from '../nodes/intelli.ts';
import { type Tallies, type Weights, weightsFor } from '../statistics/bandit.ts';
import { declaredWeights, type Mode } from '../statistics/weights.ts';
import { after, type Duration, type Instant, instant } from '../time/time.ts';

/** The state of an experiment outside the document. Publishing, operators and the bandit change it. */
export interface Experiment {
  readonly mode: Mode;
  /** Percent by arm. */
  readonly weights: Weights;
  /** The declared winner, which all new users get. Assigned users keep their arm. */
  readonly winner: string | null;
  /** Number of changes. */
  readonly revision: number;
}

/** The mode and weights of the last published document. Publishing the same ones again keeps later changes. */
export type Declared = Pick<Experiment, 'mode' | 'weights'>;

export const declaredBy = (node: Intelli): Declared => ({ mode: node.mode, weights: declaredWeights(node) });

/**
 * Returns an experiment's state after publishing. Changed mode or weights replace the current ones. The winner stays as
 * long as it has a path.
 */
export function publishExperiment(
  node: Intelli,
  before?: { readonly declared: Declared; readonly state: Experiment },
): Experiment {
  const declared = declaredBy(node);
  if (!before) return { ...declared, winner: null, revision: 1 };
  const { state } = before;
  if (isSame(declared, before.declared)) return state;
  const winner = state.winner !== null && Object.hasOwn(node.paths, state.winner) ? state.winner : null;
  return { ...declared, winner, revision: state.revision + 1 };
}

const isSame = (one: Declared, other: Declared): boolean =>
  one.mode === other.mode && furthest(one.weights, other.weights) === 0;

/** Weights that differ by at most this many points are left alone, which keeps the change log readable. */
const NOTABLE = 0.5;

/**
 * Returns new weights for the tallies. Undefined if the bandit doesn't control them, if they hardly change, or if no
 * assignment has been counted. Seeded by the experiment, so the same tallies always give the same weights.
 */
export function reweigh(node: Intelli, { mode, weights, winner }: Experiment, tallies: Tallies): Weights | undefined {
  if (mode !== 'automatic' || winner !== null) return undefined;
  if (Object.values(tallies).every(({ assigned }) => assigned === 0)) return undefined;
  const next = weightsFor(tallies, node.floor, node.experiment);
  return furthest(next, weights) > NOTABLE ? next : undefined;
}

/**
 * Returns the largest difference between two sets of weights, in points. A missing arm counts as completely different.
 */
function furthest(one: Weights, other: Weights): number {
  const arms = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Math.max(...[...arms].map((arm) => Math.abs((one[arm] ?? -1000) - (other[arm] ?? -1000))));
}

/** Margin for calendar days of 25 hours. */
const LONG_DAY_MS = 2 * 3_600_000;

/**
 * Returns the instant up to which assignments count. With `after-window`, an assignment counts once its conversion
 * window has passed, so arms that convert slowly aren't at a disadvantage.
 */
export function countsUpTo({ counting, goals }: Intelli, now: Instant): Instant {
  if (counting === 'at-once') return now;
  const settled = goals.map(({ within }) => after(now, within as Duration, 'UTC', -1) - LONG_DAY_MS);
  return instant(Math.min(now, ...settled));
}
