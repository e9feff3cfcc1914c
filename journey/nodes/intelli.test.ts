import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begun, factsOf, T0, versionOf } from '../../test/samples/instance.ts';
import { PersonId } from '../base/ids.ts';
import { fold } from '../engine/fold.ts';

const goals = [{ id: 'bought', event: 'Bought' }];
const nodeOf = (paths: Record<string, { weight?: number }>, more: object = {}) =>
  ({ type: 'intelli', experiment: 'offer', paths, goals, ...more }) as const;
const versionWith = (paths: Record<string, { weight?: number }>, more: object = {}) =>
  versionOf({
    offer: { ...nodeOf(paths, more), links: Object.fromEntries(Object.keys(paths).map((arm) => [arm, arm])) },
    ...Object.fromEntries(Object.keys(paths).map((arm) => [arm, { type: 'exit', reason: arm } as const])),
  });

interface Known {
  readonly assignments?: Record<string, string>;
  readonly weights?: Record<string, number>;
}

const assign = (version: ReturnType<typeof versionWith>, person: string, { assignments = {}, weights }: Known = {}) => {
  const instance = { ...begun, person: PersonId.parse(person) };
  const facts = factsOf({ assignments, ...(weights && { weights: { offer: weights } }) });
  return fold(version, instance, facts, { recorded: [], readUntil: T0, hasMore: false });
};

/** How many of a thousand people are given each arm. */
function drawn(version: ReturnType<typeof versionWith>, weights?: Record<string, number>) {
  const counted: Record<string, number> = {};
  for (let nr = 0; nr < 1000; nr += 1) {
    const arm = assign(version, `user-${nr}`, weights ? { weights } : {}).assigned.offer ?? '';
    counted[arm] = (counted[arm] ?? 0) + 1;
  }
  return counted;
}

describe('7.10 an IntelliNODE is sticky: a change of weights moves no assigned user', () => {
  const arms = ['a', 'b', 'c'];
  const weights = fc
    .record(Object.fromEntries(arms.map((arm) => [arm, fc.integer({ min: 0, max: 100 })])))
    .map((each): Record<string, number> => ({ ...each }));

  test('an assigned user keeps the path through any sequence of weights', () => {
    const version = versionWith({ a: {}, b: {}, c: {} });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(weights, { minLength: 1, maxLength: 5 }), (person, all) => {
        const given = assign(version, person, { weights: all[0] ?? {} });
        const arm = given.assigned.offer ?? '';
        for (const each of all.slice(1)) {
          const again = assign(version, person, { assignments: { offer: arm }, weights: each });
          expect(again.decision.trace[0]).toMatchObject({ port: arm, rule: 'arm-kept' });
          expect(again.assigned).toEqual({});
        }
      }),
    );
  });

  test.each<{ given: string; arm: string; weights: Record<string, number>; port: string; rule: string }>([
    { given: 'an arm of no weight any more', arm: 'b', weights: { a: 100, b: 0 }, port: 'b', rule: 'arm-kept' },
    { given: 'an arm, and another is the winner', arm: 'b', weights: { a: 100 }, port: 'b', rule: 'arm-kept' },
    { given: 'an arm that has no path any more', arm: 'gone', weights: { a: 100 }, port: 'a', rule: 'arm-weighed' },
  ])('$given → $port: $rule', ({ arm, weights: now, port, rule }) => {
    const { decision } = assign(versionWith({ a: {}, b: {} }), 'p1', { assignments: { offer: arm }, weights: now });
    expect(decision.trace[0]).toMatchObject({ port, rule });
  });
});

describe('new users are drawn by the current weights', () => {
  test.each<{ given: string; weights?: Record<string, number>; more?: object; a: number; b: number }>([
    { given: 'none yet: the paths are alike', a: 50, b: 50 },
    { given: 'the bandit’s', weights: { a: 90, b: 10 }, a: 90, b: 10 },
    { given: 'a winner', weights: { b: 100 }, a: 0, b: 100 },
    { given: 'only those of paths that this version does not have', weights: { z: 100 }, a: 50, b: 50 },
    { given: 'one of a path that it does not have, among others', weights: { z: 50, a: 10, b: 40 }, a: 20, b: 80 },
  ])('$given → $a % and $b %', ({ weights, a, b }) => {
    const counted = drawn(versionWith({ a: {}, b: {} }), weights);
    expect(Math.abs((counted.a ?? 0) / 10 - a)).toBeLessThanOrEqual(5);
    expect(Math.abs((counted.b ?? 0) / 10 - b)).toBeLessThanOrEqual(5);
    if (a === 0) expect(counted.a).toBeUndefined();
  });

  test.each([
    { mode: 'manual', floor: 5, a: 0, b: 100 },
    { mode: 'automatic', floor: 10, a: 10, b: 90 },
  ] as const)(
    'the document’s own weights, 0 and 1, in $mode mode → $a % and $b %: only the bandit has a floor',
    (given) => {
      const counted = drawn(
        versionWith({ a: { weight: 0 }, b: { weight: 1 } }, { mode: given.mode, floor: given.floor }),
      );
      expect(Math.abs((counted.a ?? 0) / 10 - given.a)).toBeLessThanOrEqual(given.a === 0 ? 0 : 3);
      expect(Math.abs((counted.b ?? 0) / 10 - given.b)).toBeLessThanOrEqual(given.a === 0 ? 0 : 3);
    },
  );

  test('the trace says by which', () => {
    const { decision, read } = assign(versionWith({ a: {}, b: {} }), 'p1', { weights: { a: 100, b: 0 } });
    expect(decision.trace[0]).toMatchObject({ move: 'leave', port: 'a', rule: 'arm-weighed' });
    expect(read[0]).toEqual({ experiment: 'offer', arm: 'a', weights: { a: 100, b: 0 } });
  });
});
