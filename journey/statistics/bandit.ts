import { randomBeta, randomLcg } from 'd3-random';
import murmurhash from 'murmurhash';

/**
 * Thompson sampling with Beta posteriors. What an arm's conversion rate may be is Beta(1 + converted, 1 + not
 * converted), from a uniform prior; the share of draws in which an arm is the best is the probability that it is the
 * best, and that is its share of the traffic.
 */

/** How an arm has done: of so many assigned, so many converted. */
export interface Tally {
  readonly assigned: number;
  readonly converted: number;
}

export type Tallies = Readonly<Record<string, Tally>>;
/** Arm → percent. */
export type Weights = Readonly<Record<string, number>>;

/** A probability is then right to within 1.6 points, two times in three to within 0.8. */
const DRAWS = 4_000;

/**
 * How likely each arm is to be the best of all, 0 to 1. Deterministic: the same tallies and seed give the same answer.
 */
export function probabilitiesOfBest(tallies: Tallies, seed: string): Weights {
  const rates = ratesDrawn(tallies, seed);
  const wins = rates.map(() => 0);
  for (let nth = 0; nth < DRAWS; nth += 1) {
    const best = indexOfMax(rates, nth);
    wins[best] = (wins[best] ?? 0) + 1;
  }
  return Object.fromEntries(Object.keys(tallies).map((arm, index) => [arm, (wins[index] ?? 0) / DRAWS]));
}

/** Between what rates each arm's lies, with a probability of 95 %. */
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

/** The traffic by who is how likely the best, nobody below the floor: what explores goes on exploring. */
export function weightsFor(tallies: Tallies, floor: number, seed: string): Weights {
  return withFloor(probabilitiesOfBest(tallies, seed), floor);
}

/** Shares of any sum, in percent: each arm gets the floor, and its share of what that leaves. */
export function withFloor(shares: Weights, floor: number): Weights {
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
  const left = 100 - floor * Object.keys(shares).length;
  return Object.fromEntries(
    Object.entries(shares).map(([arm, share]) => [arm, inHundredths(floor + (left * share) / total)]),
  );
}

/** Conversions that were missed by not sending everybody down the best arm, if these are the true rates. */
export function regretOf(tallies: Tallies, rates: Readonly<Record<string, number>>): number {
  const best = Math.max(...Object.values(rates));
  return Object.entries(tallies).reduce((sum, [arm, { assigned }]) => sum + assigned * (best - (rates[arm] ?? 0)), 0);
}

/** The same, from what is known: each arm's rate is taken to be what its tally says, with the prior in it. */
export const estimatedRegret = (tallies: Tallies): number =>
  regretOf(
    tallies,
    Object.fromEntries(
      Object.entries(tallies).map(([arm, { assigned, converted }]) => [arm, (converted + 1) / (assigned + 2)]),
    ),
  );

/** Of every arm, one after the other from one source. */
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
