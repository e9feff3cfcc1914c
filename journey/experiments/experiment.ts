import type { Intelli } from '../nodes/intelli.ts';
import { type Tallies, type Weights, weightsFor } from '../statistics/bandit.ts';
import { declaredWeights, type Mode } from '../statistics/weights.ts';
import { after, type Duration, type Instant, instant } from '../time/time.ts';

/**
 * What an experiment's traffic goes by, besides its node in the document: changed by publishing, by operators, and by
 * the bandit.
 */
export interface Experiment {
  readonly mode: Mode;
  /** Arm → percent. */
  readonly weights: Weights;
  /** Whom everybody new is given while one is declared; the assigned stay. */
  readonly winner: string | null;
  /** Changes so far. */
  readonly revision: number;
}

/** What the document said last: what it says again changes nothing that was changed since. */
export type Declared = Pick<Experiment, 'mode' | 'weights'>;

export const declaredBy = (node: Intelli): Declared => ({ mode: node.mode, weights: declaredWeights(node) });

/** A change of the document takes its place; a winner stays for as long as there is a path for it. */
export function published(
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

/** Weights that differ by no more than this many points are left as they are, and the change log is kept readable. */
const NOTABLE = 0.5;

/**
 * The weights that the tallies ask for; undefined where they are not the bandit's to change, hardly differ from those
 * in force, or nobody has been counted. Drawn by the experiment's own seed, so that the same tallies always ask for the
 * same.
 */
export function reweighed(node: Intelli, { mode, weights, winner }: Experiment, tallies: Tallies): Weights | undefined {
  if (mode !== 'automatic' || winner !== null) return undefined;
  if (Object.values(tallies).every(({ assigned }) => assigned === 0)) return undefined;
  const next = weightsFor(tallies, node.floor, node.experiment);
  return furthest(next, weights) > NOTABLE ? next : undefined;
}

/**
 * How far two sets of weights are apart, in points, at the arm where that is most. An arm that one of them lacks is all
 * new.
 */
function furthest(one: Weights, other: Weights): number {
  const arms = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Math.max(...[...arms].map((arm) => Math.abs((one[arm] ?? -1000) - (other[arm] ?? -1000))));
}

/** A calendar day may have 25 hours. */
const LONG_DAY_MS = 2 * 3_600_000;

/**
 * Who was assigned up to then counts by now. Once an arm's window has passed, what becomes of the assigned is settled:
 * an arm whose people take longer to convert is then not taken for a worse one.
 */
export function countsUpTo({ counting, goals }: Intelli, now: Instant): Instant {
  if (counting === 'at-once') return now;
  const settled = goals.map(({ within }) => after(now, within as Duration, 'UTC', -1) - LONG_DAY_MS);
  return instant(Math.min(now, ...settled));
}
