import { randomBeta, randomLcg } from 'd3-random';
import murmurhash from 'murmurhash';

/**
 * Thompson sampling with Beta posteriors. With a uniform prior, an arm's conversion rate is distributed as Beta(1 +
 * converted, 1 + not converted). The share of draws in which an arm is best estimates the probability that it is the
 * best. That is its share of the traffic.
 */

/** The result of an arm: users assigned, and how many of them converted. */
export interface Tally {
  readonly assigned: number;
  readonly converted: number;
}

export type Tallies = Readonly<Record<string, Tally>>;
/** Percent by arm. */
export type Weights = Readonly<Record<string, number>>;

/** Number of draws. The standard error of a probability is then at most 0.8 points. */
const DRAWS = 4_000;

/** Returns the probability, from 0 to 1, that each arm is the best. Deterministic for the same tallies and seed. */
export function probabilitiesOfBest(tallies: Tallies, seed: string): Weights {
  const rates = ratesDrawn(tallies, seed);
  const wins = rates.map(() => 0);
  for (let nth = 0; nth < DRAWS; nth += 1) {
    const best = indexOfMax(rates, nth);
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return Object.fromEntries(Object.keys(tallies).map((arm, index) => [arm, (wins[index] ?? 0) / DRAWS]));
}

/** Returns the 95 % credible interval of each arm's conversion rate, from 0 to 1. */
export function intervals(
  tallies: Tallies,
  seed: string,
): Readonly<Record<string, readonly [low: number, high: number]>> {
  const rates = ratesDrawn(tallies, seed);
  return Object.fromEntries(
    Object.keys(tallies).map((arm, index) => {
      const sorted = rates[index]?.toSorted() ?? new Float64Array();
      const at = (share: number) => sorted[Math.round(share * (DRAWS - 1))] ?? 0;
      return [arm, [at(0.025), at(0.975)] as const];
    }),
  );
}

/**
 * Returns the share of traffic of each arm, in percent: its probability of being best, and at least `floor` so that
 * testing continues.
 */
export function weightsFor(tallies: Tallies, floor: number, seed: string): Weights {
  return withFloor(probabilitiesOfBest(tallies, seed), floor);
}

/** Converts shares of any sum to percent. Each arm gets `floor`, and its share of the rest. */
export function withFloor(shares: Weights, floor: number): Weights {
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  const left = 100 - floor * Object.keys(shares).length;
  return Object.fromEntries(
    Object.entries(shares).map(([arm, share]) => [arm, inHundredths(floor + (left * share) / total)]),
  );
}

/** Returns the expected conversions lost by not sending everyone down the best arm, given the true rates. */
export function regretOf(tallies: Tallies, rates: Readonly<Record<string, number>>): number {
  const best = Math.max(...Object.values(rates));
  return Object.entries(tallies).reduce((sum, [arm, { assigned }]) => sum + assigned * (best - (rates[arm] ?? 0)), 0);
}

/** Estimates the regret from the tallies. Each arm's rate is the mean of its posterior. */
export const estimatedRegret = (tallies: Tallies): number =>
  regretOf(
    tallies,
    Object.fromEntries(
      Object.entries(tallies).map(([arm, { assigned, converted }]) => [arm, (converted + 1) / (assigned + 2)]),
    ),
  );

/** Draws rates for every arm, in order, from one seeded source. */
function ratesDrawn(tallies: Tallies, seed: string): readonly Float64Array[] {
  const source = randomLcg(murmurhash.v3(seed) / 2 ** 32);
  return Object.values(tallies).map(({ assigned, converted }) => {
    const draw = randomBeta.source(source)(converted + 1, assigned - converted + 1);
    const rates = new Float64Array(DRAWS);
    for (let nth = 0; nth < DRAWS; nth += 1) rates[nth] = draw();
    return rates;
  });
}

function indexOfMax(rates: readonly Float64Array[], nth: number): number {
  let best = 0;
  for (let index = 1; index < rates.length; index += 1)
    if ((rates[index]?.[nth] ?? 0) > (rates[best]?.[nth] ?? 0)) best = index;
  return best;
}

const inHundredths = (value: number): number => Math.round(value * 100) / 100;
