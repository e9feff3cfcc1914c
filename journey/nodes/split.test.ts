import { describe, expect, test } from 'vitest';
import { begun, factsOf, T0, versionOf } from '../../test/samples/instance.ts';
import { PersonId } from '../base/ids.ts';
import { fold } from '../engine/fold.ts';

const PATHS = { a: 70, b: 20, c: 10, never: 0 };
const versionWith = (paths: Record<string, number>, experiment = 'subject-line') =>
  versionOf({
    split: { type: 'split', experiment, paths, links: Object.fromEntries(Object.keys(paths).map((arm) => [arm, arm])) },
    ...Object.fromEntries(Object.keys(paths).map((arm) => [arm, { type: 'exit', reason: arm } as const])),
  });

const assign = (version: ReturnType<typeof versionWith>, person: string, assignments: Record<string, string> = {}) => {
  const instance = { ...begun, person: PersonId.parse(person) };
  return fold(version, instance, factsOf({ assignments }), { recorded: [], readUntil: T0, hasMore: false });
};

describe('a split is sticky (design.md §7.10)', () => {
  const version = versionWith(PATHS);

  test('the same user draws the same path, in any version of the same weights', () => {
    for (let nr = 0; nr < 200; nr += 1)
      expect(assign(versionWith(PATHS), `p${nr}`).assigned).toEqual(assign(version, `p${nr}`).assigned);
  });

  test.each([
    { given: 'b', paths: PATHS, arm: 'b', rule: 'arm-kept' },
    { given: 'b', paths: { a: 99, b: 1 }, arm: 'b', rule: 'arm-kept' },
    { given: 'b', paths: { a: 99, b: 0 }, arm: 'b', rule: 'arm-kept' },
    { given: 'gone', paths: { a: 1, b: 0 }, arm: 'a', rule: 'arm-drawn' },
    { given: 'constructor', paths: { a: 1, b: 0 }, arm: 'a', rule: 'arm-drawn' },
  ])('a user with the path $given, and weights $paths → $arm: $rule', ({ given, paths, arm, rule }) => {
    const { instance, decision, assigned } = assign(versionWith(paths), 'p1', { 'subject-line': given });
    expect(instance.exit).toEqual({ reason: arm });
    expect(decision.trace[0]?.rule).toBe(rule);
    expect(assigned).toEqual(rule === 'arm-kept' ? {} : { 'subject-line': arm });
  });

  test('a path assigned earlier in the same decision is kept', () => {
    const arms = { a: 1, b: 1 };
    const twice = versionOf({
      split: { type: 'split', experiment: 'e', paths: arms, then: 'again' },
      again: { type: 'split', experiment: 'e', paths: arms, then: 'end' },
      end: { type: 'exit' },
    });
    const { trace } = assign(twice, 'p1').decision;
    expect(trace.map(({ rule }) => rule)).toEqual(['arm-drawn', 'arm-kept', 'path-ended']);
    expect(trace[0]?.port).toBe(trace[1]?.port);
  });
});

describe('World: split, 100,000 users are within 3σ of the weights (design.md §7.10)', () => {
  const PEOPLE = 100_000;
  const drawn = (experiment: string) => {
    const version = versionWith(PATHS, experiment);
    return Array.from({ length: PEOPLE }, (_, nr) => assign(version, `user-${nr}`).instance.exit?.reason ?? '');
  };
  const first = drawn('first');

  test.each(Object.entries(PATHS))('%s: %d %', (arm, weight) => {
    const share = weight / 100;
    const sigma = Math.sqrt(PEOPLE * share * (1 - share));
    const count = first.filter((each) => each === arm).length;
    expect(Math.abs(count - PEOPLE * share)).toBeLessThanOrEqual(3 * sigma);
  });

  test('two experiments know nothing of each other', () => {
    const second = drawn('second');
    const both = first.filter((arm, nr) => arm === 'a' && second[nr] === 'a').length;
    expect(Math.abs(both - PEOPLE * 0.49)).toBeLessThanOrEqual(3 * Math.sqrt(PEOPLE * 0.49 * 0.51));
  });
});
