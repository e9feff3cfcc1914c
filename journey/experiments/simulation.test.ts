import { randomLcg } from 'd3-random';
import { describe, expect, test } from 'vitest';
import { regretOf, type Weights, weightsFor, withFloor } from '../statistics/bandit.ts';

/** What docs/intellinode.md says of the bandit, measured: seeded, so that every run of this file measures the same. */

const RATES = { a: 0.05, b: 0.08 };
const RUNS = 100;
const USERS = 10_000;
const FLOOR = 5;
/** Between two re-weighings: so many enter within 5 minutes. */
const AT_ONCE = 250;
/** Within so many users the better path has had most of the traffic. */
const MOST_WITHIN = 2_000;
/** And from so many on it is given nearly all of it. */
const NEARLY_ALL_WITHIN = 4_000;

interface Run {
  /** After so many users the better path has had more than half of all, and for good. */
  readonly mostFrom: number;
  /** After so many its weight is 80 and more, and stays so. */
  readonly nearlyAllFrom: number;
  /** Of the better path, in all. */
  readonly share: number;
  readonly regret: number;
}

const runs = Array.from({ length: RUNS }, (_, nr) => simulated(nr));
const mean = (of: (run: Run) => number) => runs.reduce((sum, run) => sum + of(run), 0) / RUNS;
const inRuns = (of: (run: Run) => boolean) => runs.filter(of).length;

const most = inRuns(({ mostFrom }) => mostFrom <= MOST_WITHIN);
const nearlyAll = inRuns(({ nearlyAllFrom }) => nearlyAllFrom <= NEARLY_ALL_WITHIN);
const regret = mean((run) => run.regret);
const worst = Math.max(...runs.map((run) => run.regret));
const ofEvenSplit = (USERS / 2) * (RATES.b - RATES.a);
const ofFloor = USERS * (FLOOR / 100) * (RATES.b - RATES.a);

describe(`conversion 5 % against 8 %: ${RUNS} seeded runs of ${USERS} users, re-weighed after every ${AT_ONCE}`, () => {
  test(`the better path has had most of the traffic within ${MOST_WITHIN} users, in at least 95 of 100 runs: in ${most}`, () => {
    expect(most).toBeGreaterThanOrEqual(95);
  });

  test(`and is given 80 % of it or more from ${NEARLY_ALL_WITHIN} users on, in at least 95 of 100 runs: in ${nearlyAll}`, () => {
    expect(nearlyAll).toBeGreaterThanOrEqual(95);
  });

  test(`regret after ${USERS} users: ${regret.toFixed(0)} conversions, in the worst run ${worst.toFixed(0)}; of an even split ${ofEvenSplit}, of the floor alone ${ofFloor}`, () => {
    expect(regret).toBeLessThan(ofEvenSplit / 3);
    expect(worst).toBeLessThan(ofEvenSplit);
  });

  test(`the better path gets ${(100 * mean(({ share }) => share)).toFixed(0)} % of all ${USERS} users, and the other one never less than its floor from then on`, () => {
    expect(mean(({ share }) => share)).toBeGreaterThan(0.85);
    expect(Math.max(...runs.map(({ share }) => share))).toBeLessThan(1 - FLOOR / 100 + 0.01);
  });
});

function simulated(nr: number): Run {
  const random = randomLcg((nr + 0.5) / RUNS);
  const counted = { a: { assigned: 0, converted: 0 }, b: { assigned: 0, converted: 0 } };
  const lastUserWhere = { evenOrLess: 0, below80: 0 };
  let weights: Weights = withFloor({ a: 1, b: 1 }, FLOOR);
  for (let user = 1; user <= USERS; user += 1) {
    const arm = random() * 100 < (weights.a ?? 0) ? 'a' : 'b';
    counted[arm].assigned += 1;
    counted[arm].converted += Number(random() < RATES[arm]);
    if (user % AT_ONCE === 0) weights = weightsFor(counted, FLOOR, `run ${nr}, user ${user}`);
    if (counted.b.assigned <= user / 2) lastUserWhere.evenOrLess = user;
    if ((weights.b ?? 0) < 80) lastUserWhere.below80 = user;
  }
  return {
    mostFrom: lastUserWhere.evenOrLess + 1,
    nearlyAllFrom: lastUserWhere.below80 + 1,
    share: counted.b.assigned / USERS,
    regret: regretOf(counted, RATES),
  };
}
