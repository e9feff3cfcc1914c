import { randomLcg } from 'd3-random';
import { describe, expect, test } from 'vitest';
import { HOUR, T0 } from '../../test/samples/instance.ts';
import { NodeSchema } from '../nodes/index.ts';
import type { Intelli } from '../nodes/intelli.ts';
import { type Weights, weightsFor, withFloor } from '../statistics/bandit.ts';
import { instant } from '../time/time.ts';
import { countsUpTo } from './experiment.ts';

/** Two paths that convert alike, 8 %: people of the one within the hour, of the other after 20. */
const RATE = 0.08;
const HOURS_UNTIL = { quick: 0, slow: 20 };
const AN_HOUR = 200;
const HOURS = 60;
const RUNS = 8;

const nodeOf = (counting: Intelli['counting']): Intelli => {
  const node = NodeSchema.parse({
    ...{ type: 'intelli', experiment: 'offer', paths: { quick: {}, slow: {} }, counting },
    goals: [{ id: 'bought', event: 'Bought', within: '1d' }],
  });
  if (node.type !== 'intelli') throw new TypeError(node.type);
  return node;
};

/** The quick path's share of all users within the first 60 hours, over several runs. */
const shareOfQuick = (counting: Intelli['counting']): number =>
  Array.from({ length: RUNS }, (_, nr) => simulated(nodeOf(counting), nr)).reduce((sum, each) => sum + each) / RUNS;

interface Person {
  readonly arm: 'quick' | 'slow';
  readonly hour: number;
  /** Null: never. */
  readonly convertsAt: number | null;
}

function simulated(node: Intelli, nr: number): number {
  const random = randomLcg((nr + 0.5) / RUNS);
  const people: Person[] = [];
  let weights: Weights = withFloor({ quick: 1, slow: 1 }, node.floor);
  for (let hour = 0; hour < HOURS; hour += 1) {
    for (let nth = 0; nth < AN_HOUR; nth += 1) {
      const arm = random() * 100 < (weights.quick ?? 0) ? 'quick' : 'slow';
      people.push({ arm, hour, convertsAt: random() < RATE ? hour + HOURS_UNTIL[arm] : null });
    }
    weights = weightsFor(talliesAt(node, people, hour), node.floor, `run ${nr}, hour ${hour}`);
  }
  return people.filter(({ arm }) => arm === 'quick').length / people.length;
}

function talliesAt(node: Intelli, people: readonly Person[], hour: number) {
  const upTo = (countsUpTo(node, instant(T0 + hour * HOUR)) - T0) / HOUR;
  const counted = people.filter((person) => person.hour <= upTo);
  const of = (arm: Person['arm']) => {
    const own = counted.filter((person) => person.arm === arm);
    return { assigned: own.length, converted: own.filter(({ convertsAt }) => (convertsAt ?? HOURS) <= hour).length };
  };
  return { quick: of('quick'), slow: of('slow') };
}

describe('two paths that convert alike, one immediately and one after 20 hours', () => {
  test('counted at once, the quick path gets most of the traffic at first', () => {
    expect(shareOfQuick('at-once')).toBeGreaterThan(0.75);
  });

  test('counted after the window, neither is favoured', () => {
    expect(Math.abs(shareOfQuick('after-window') - 0.5)).toBeLessThan(0.15);
  });
});
