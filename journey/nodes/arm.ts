import { chanceOf } from '../base/chance.ts';
import { because, leave, type Move } from '../moves/move.ts';
import type { Visit } from './define.ts';

/** Weights by arm, with any sum, in the order of the document. */
export type ArmWeights = Readonly<Record<string, number>>;

/**
 * Assigns a user an arm, for `split` and `intelli`. An assigned arm is kept as long as the node has a path for it, even
 * if weights change (design.md §7.10).
 */
export function takeArm(
  { person, facts }: Visit<unknown>,
  experiment: string,
  weights: ArmWeights,
  drawn: string,
): Move {
  const given = Object.hasOwn(facts.assignments, experiment) ? facts.assignments[experiment] : undefined;
  if (given !== undefined && Object.hasOwn(weights, given))
    return leave(given, because('arm-kept', { experiment, arm: given }));
  const arm = draw(`${experiment}:${person}`, weights);
  return leave(arm, because(drawn, { experiment, arm, weights }), { assign: { experiment, arm } });
}

/** Draws an arm. The same key and weights always draw the same one. */
function draw(key: string, weights: ArmWeights): string {
  let left = chanceOf(key) * totalOf(weights);
  let last = '';
  for (const [arm, weight] of Object.entries(weights)) {
    if (weight === 0) continue;
    last = arm;
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

export const totalOf = (weights: ArmWeights): number => Object.values(weights).reduce((sum, weight) => sum + weight, 0);

/** Formats weights as shares: `70 % a, 30 % b`. */
export function formatShares(weights: ArmWeights): string {
  const total = totalOf(weights);
  return Object.entries(weights)
    .map(([arm, weight]) => `${Math.round((100 * weight) / total)} % ${arm}`)
    .join(', ');
}
