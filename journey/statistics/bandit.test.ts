import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  estimatedRegret,
  intervals,
  probabilitiesOfBest,
  regretOf,
  type Tallies,
  type Weights,
  weightsFor,
  withFloor,
} from './bandit.ts';

const tally = fc
  .record({ assigned: fc.integer({ min: 0, max: 2_000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ assigned, share }) => ({ assigned, converted: Math.floor(assigned * share) }));
const tallies = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), tally, {
  minKeys: 2,
  maxKeys: 10,
  noNullPrototype: true,
});
const sumOf = (of: Readonly<Record<string, number>>) => Object.values(of).reduce((sum, each) => sum + each, 0);

describe('how likely an arm is the best', () => {
  test.each<{ readonly given: string; readonly of: Tallies; readonly a: number; readonly by: number }>([
    { given: 'nothing is known', of: { a: t(0, 0), b: t(0, 0) }, a: 0.5, by: 0.03 },
    { given: 'nothing is known of four', of: { a: t(0, 0), b: t(0, 0), c: t(0, 0), d: t(0, 0) }, a: 0.25, by: 0.03 },
    // P(X > Y) of Beta(2, 1) and Beta(1, 1) is ∫ x · 2x dx = 2/3; of Beta(2, 1) and Beta(1, 2) it is 5/6.
    { given: 'one has converted', of: { a: t(1, 1), b: t(0, 0) }, a: 2 / 3, by: 0.03 },
    { given: 'one has, and one of the other has not', of: { a: t(1, 1), b: t(1, 0) }, a: 5 / 6, by: 0.03 },
    // By the normal approximation: (0.08 − 0.05) / √(0.08 · 0.92 / 500 + 0.05 · 0.95 / 500) = 1.93 standard deviations.
    { given: '8 % of 500 against 5 % of 500', of: { a: t(500, 40), b: t(500, 25) }, a: 0.973, by: 0.02 },
    { given: '8 % of 50,000 against 5 % of them', of: { a: t(50_000, 4000), b: t(50_000, 2500) }, a: 1, by: 0 },
  ])('$given → $a', ({ of, a, by }) => {
    expect(Math.abs((probabilitiesOfBest(of, 'seed').a ?? 0) - a)).toBeLessThanOrEqual(by);
  });

  test('the rate lies between its bounds: 95 % of Beta(41, 461) lie between 5.9 % and 10.7 %', () => {
    const [low, high] = intervals({ a: t(500, 40) }, 'seed').a ?? [0, 0];
    expect(Math.abs(low - 0.0595)).toBeLessThan(0.003);
    expect(Math.abs(high - 0.1071)).toBeLessThan(0.003);
  });
});

describe('weights', () => {
  test.each<{ readonly shares: Weights; readonly floor: number; readonly weights: Weights }>([
    { shares: { a: 1, b: 0 }, floor: 5, weights: { a: 95, b: 5 } },
    { shares: { a: 3, b: 1 }, floor: 0, weights: { a: 75, b: 25 } },
    { shares: { a: 3, b: 1 }, floor: 50, weights: { a: 50, b: 50 } },
    { shares: { a: 0.5, b: 0.25, c: 0.25 }, floor: 10, weights: { a: 45, b: 27.5, c: 27.5 } },
  ])('shares $shares with a floor of $floor % → $weights', ({ shares, floor, weights }) => {
    expect(withFloor(shares, floor)).toEqual(weights);
  });

  test('of any tallies: each keeps the floor, together they are 100 %, and the same seed gives the same', () => {
    fc.assert(
      fc.property(tallies, fc.integer({ min: 0, max: 100 }), fc.string(), (of, share, seed) => {
        const floor = share / Object.keys(of).length;
        const weights = weightsFor(of, floor, seed);
        expect(Object.keys(weights)).toEqual(Object.keys(of));
        for (const weight of Object.values(weights)) expect(weight).toBeGreaterThanOrEqual(floor - 0.01);
        expect(Math.abs(sumOf(weights) - 100)).toBeLessThan(0.1);
        expect(weightsFor(of, floor, seed)).toEqual(weights);
      }),
      { numRuns: 50 },
    );
  });
});

describe('regret', () => {
  test('is the difference to the best path', () => {
    expect(regretOf({ a: t(100, 5), b: t(900, 80) }, { a: 0.05, b: 0.08 })).toBeCloseTo(3);
    expect(estimatedRegret({ a: t(98, 4), b: t(98, 9) })).toBeCloseTo(98 * 0.05);
  });
});

function t(assigned: number, converted: number) {
  return { assigned, converted };
}
