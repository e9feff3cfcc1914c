import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import { instant } from '../time/time.ts';
import { Condition, describeCondition, evaluate, leaves, pathsIn } from './condition.ts';
import { Path } from './path.ts';

const around = { now: instant(Date.parse('2026-03-02T09:00Z')), zone: 'Europe/Amsterdam' };

const holds = (condition: unknown, profile: JsonObject, event?: JsonObject) =>
  evaluate(Condition.parse(condition), { profile, context: {}, event }, around).holds;

/** `value` is compared with each of the traits; those that hold are named. */
const TRAITS: JsonObject = {
  zero: 0,
  one: 1,
  big: 10,
  no: false,
  yes: true,
  empty: '',
  text: 'free',
  longer: 'free plan',
  digits: '10',
  nothing: null,
  list: ['free', 1, true],
  none: [],
  object: { plan: 'free' },
  day: '2026-03-01',
  later: '2026-03-03T08:00:00+01:00',
  epoch: 1_772_442_000,
};
const names = [...Object.keys(TRAITS), 'missing'];
const thoseThat = (op: string, value: unknown) =>
  names.filter((name) => holds({ path: `profile.${name}`, op, value }, TRAITS));
const except = (...not: readonly string[]) => names.filter((name) => !not.includes(name));

describe('an operator matches only values of its own type; a missing value matches only negative operators', () => {
  test.each<{ readonly op: string; readonly value: unknown; readonly of: readonly string[] }>([
    { op: '=', value: 'free', of: ['text'] },
    { op: '=', value: 1, of: ['one'] },
    { op: '=', value: '10', of: ['digits'] },
    { op: '=', value: 10, of: ['big'] },
    { op: '=', value: 0, of: ['zero'] },
    { op: '=', value: '', of: ['empty'] },
    { op: '=', value: false, of: ['no'] },
    { op: '=', value: null, of: ['nothing', 'missing'] },
    { op: '=', value: { path: 'profile.text' }, of: ['text'] },
    { op: '=', value: { path: 'profile.missing' }, of: [] },
    { op: '=', value: { path: 'profile.nothing' }, of: [] },
    { op: '!=', value: 'free', of: except('text') },
    { op: '!=', value: null, of: except('nothing', 'missing') },
    { op: '!=', value: { path: 'profile.missing' }, of: names },
    { op: '>', value: 1, of: ['big', 'epoch'] },
    { op: '>=', value: 1, of: ['one', 'big', 'epoch'] },
    { op: '<', value: 1, of: ['zero'] },
    { op: '<=', value: 1, of: ['zero', 'one'] },
    { op: '>', value: 'free', of: ['longer'] },
    { op: '<=', value: 'free', of: ['empty', 'text', 'digits', 'day', 'later'] },
    { op: '>', value: { path: 'profile.zero' }, of: ['one', 'big', 'epoch'] },
    { op: '>', value: { path: 'profile.missing' }, of: [] },
    { op: '<=', value: { path: 'profile.list' }, of: [] },
    { op: 'in', value: ['free', 10, true], of: ['big', 'yes', 'text'] },
    { op: 'in', value: [], of: [] },
    { op: 'in', value: { path: 'profile.list' }, of: ['one', 'yes', 'text'] },
    { op: 'in', value: { path: 'profile.text' }, of: [] },
    { op: 'not-in', value: ['free', 10, true], of: except('big', 'yes', 'text') },
    { op: 'contains', value: 'free', of: ['text', 'longer', 'list'] },
    { op: 'contains', value: 1, of: ['list'] },
    { op: 'contains', value: '', of: ['empty', 'text', 'longer', 'digits', 'day', 'later'] },
    { op: 'contains', value: { path: 'profile.missing' }, of: [] },
    { op: 'not-contains', value: 'free', of: except('text', 'longer', 'list') },
    { op: 'starts-with', value: 'free', of: ['text', 'longer'] },
    { op: 'ends-with', value: 'plan', of: ['longer'] },
    { op: 'starts-with', value: { path: 'profile.one' }, of: [] },
    { op: 'before', value: '2026-03-02', of: ['zero', 'one', 'big', 'day'] },
    { op: 'after', value: '2026-03-02', of: ['later', 'epoch'] },
    { op: 'after', value: { ago: '1d' }, of: ['later', 'epoch'] },
    { op: 'before', value: { ahead: '23h' }, of: ['zero', 'one', 'big', 'day', 'later', 'epoch'] },
    { op: 'before', value: { ahead: '22h' }, of: ['zero', 'one', 'big', 'day', 'epoch'] },
    { op: 'before', value: { path: 'profile.later' }, of: ['zero', 'one', 'big', 'day', 'epoch'] },
    { op: 'before', value: { path: 'profile.text' }, of: [] },
  ])('$op $value', ({ op, value, of }) => {
    expect(thoseThat(op, value)).toEqual(of);
  });

  test('exists and missing', () => {
    const that = (op: string) => names.filter((name) => holds({ path: `profile.${name}`, op }, TRAITS));
    expect(that('missing')).toEqual(['nothing', 'missing']);
    expect(that('exists')).toEqual(except('nothing', 'missing'));
  });

  test.each([
    ['>', true],
    ['>', null],
    ['starts-with', 1],
    ['in', 'free'],
    ['in', [[1]]],
    ['before', 5],
    ['before', { ago: 'yesterday' }],
    ['exists', 1],
    ['matches', 'f.*'],
    ['=', { pth: 'profile.x' }],
  ])('%s with %j is refused when it is written', (op, value) => {
    expect(Condition.safeParse({ path: 'profile.x', op, value }).success).toBe(false);
  });
});

describe('all, any and not', () => {
  const yes = { path: 'profile.yes', op: 'exists' };
  const no = { path: 'profile.missing', op: 'exists' };
  test.each([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [no, no] }, false],
    [{ not: no }, true],
    [{ all: [{ not: no }, { any: [no, { not: { not: yes } }] }] }, true],
  ])('%j → %s', (condition, answer) => {
    expect(holds(condition, TRAITS)).toBe(answer);
  });

  test('only values that the condition read are shown', () => {
    const condition = Condition.parse({
      any: [
        { path: 'profile.text', op: '=', value: { path: 'event.plan' } },
        no,
        { path: 'profile.zero', op: 'exists' },
      ],
    });
    expect(evaluate(condition, { profile: TRAITS, context: {}, event: { plan: 'free' } }, around)).toEqual({
      holds: true,
      read: { 'profile.text': 'free', 'event.plan': 'free' },
    });
  });
});

describe('paths read own properties only, never inherited ones', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__.x', 'constructor.name'])(
    'profile.%s is missing',
    (name) => {
      expect(holds({ path: `profile.${name}`, op: 'missing' }, { object: {} })).toBe(true);
    },
  );

  test('… unless there is a trait of that name', () => {
    const profile = JSON.parse('{"__proto__": {"plan": "free"}, "constructor": 1}') as JsonObject;
    expect(holds({ path: 'profile.__proto__.plan', op: '=', value: 'free' }, profile)).toBe(true);
    expect(holds({ path: 'profile.constructor', op: '=', value: 1 }, profile)).toBe(true);
  });

  test('names may have blanks; lists are reached by number', () => {
    expect(holds({ path: 'profile.first name', op: '=', value: 'Ana' }, { 'first name': 'Ana' })).toBe(true);
    expect(holds({ path: 'profile.list.1', op: '=', value: 'b' }, { list: ['a', 'b'] })).toBe(true);
  });

  test.each(['plan', 'profile', 'profile.', 'profile..x', 'user.x', 'event', `profile.${'x'.repeat(201)}`])(
    '%s is no path',
    (path) => {
      expect(Path.safeParse(path).success).toBe(false);
    },
  );

  test('an event is there only where there is one', () => {
    expect(holds({ path: 'event.x', op: 'missing' }, {})).toBe(true);
  });
});

describe('a condition stays small enough to describe in words', () => {
  const nested = (depth: number): unknown =>
    depth === 1 ? { path: 'profile.x', op: 'exists' } : { not: nested(depth - 1) };
  const wide = (count: number) => ({
    all: [
      { any: Array.from({ length: 50 }, () => nested(1)) },
      { any: Array.from({ length: count - 50 }, () => nested(1)) },
    ],
  });
  test.each([
    [nested(10), true],
    [nested(11), false],
    [wide(100), true],
    [wide(101), false],
    [{ all: [] }, false],
    [{ all: Array.from({ length: 51 }, () => nested(1)) }, false],
    [{ all: [nested(1)], any: [nested(1)] }, false],
  ])('%#', (condition, isAllowed) => {
    expect(Condition.safeParse(condition).success).toBe(isAllowed);
  });
});

const path = fc.constantFrom(
  ...names.map((name) => `profile.${name}`),
  'event.x',
  'context.entry.y',
  'profile.__proto__',
);
const scalar = fc.oneof(fc.string({ maxLength: 5 }), fc.double({ noNaN: true }), fc.boolean());
const reference = path.map((each) => ({ path: each }));
const leaf = fc.oneof(
  fc.record({ path, op: fc.constantFrom('=', '!='), value: fc.oneof(scalar, fc.constant(null), reference) }),
  fc.record({ path, op: fc.constantFrom('>', '>=', '<', '<='), value: fc.oneof(fc.string(), fc.double(), reference) }),
  fc.record({
    path,
    op: fc.constantFrom('in', 'not-in'),
    value: fc.oneof(fc.array(scalar, { maxLength: 3 }), reference),
  }),
  fc.record({ path, op: fc.constantFrom('contains', 'not-contains'), value: fc.oneof(scalar, reference) }),
  fc.record({ path, op: fc.constantFrom('starts-with', 'ends-with'), value: fc.oneof(fc.string(), reference) }),
  fc.record({
    path,
    op: fc.constantFrom('before', 'after'),
    value: fc.oneof(
      fc.constantFrom('2026-03-02', 'never', { ago: '99y' }, { ago: '5000w' }, { ahead: '1d' }),
      reference,
    ),
  }),
  fc.record({ path, op: fc.constantFrom('exists', 'missing') }),
);
const { anyCondition } = fc.letrec((tie) => ({
  anyCondition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.record({ all: fc.array(tie('anyCondition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('anyCondition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('anyCondition') }),
  ),
}));
const anyValues = fc.record({
  profile: fc.oneof(fc.constant(TRAITS), fc.dictionary(fc.constantFrom(...names), fc.jsonValue())),
  context: fc.record({ entry: fc.jsonValue() }),
  event: fc.option(fc.dictionary(fc.constant('x'), fc.jsonValue()), { nil: undefined }),
});

describe('for every condition and whatever values', () => {
  test('negation inverts the answer, and the values read are JSON', () => {
    fc.assert(
      fc.property(anyCondition, anyValues, (written, values) => {
        const parsed = Condition.safeParse(written);
        fc.pre(parsed.success);
        const condition = parsed.data as Condition;
        const known = values as Parameters<typeof evaluate>[1];
        const { holds: is, read } = evaluate(condition, known, around);
        expect(evaluate({ not: condition }, known, around)).toEqual({ holds: !is, read });
        expect(Object.keys(read).every((each) => pathsIn(condition).includes(each))).toBe(true);
        expect(JSON.stringify(read)).toBeTypeOf('string');
        expect(describeCondition(condition)).toBeTypeOf('string');
        expect(leaves(condition).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('membership of a segment', () => {
  const values = { profile: {}, context: {}, segments: ['vip'] };
  test.each([
    ['vip', 'in', true],
    ['vip', 'not-in', false],
    ['new', 'in', false],
    ['new', 'not-in', true],
  ])('%s %s → %s, and what was read is shown', (segment, is, holds) => {
    const condition = Condition.parse({ segment, is });
    expect(evaluate(condition, values, around)).toEqual({ holds, read: { [`segment.${segment}`]: segment === 'vip' } });
  });

  test('no user is in a segment while memberships are unknown', () => {
    expect(holds({ segment: 'vip', is: 'in' }, {})).toBe(false);
  });
});

test.each([
  [{ segment: 'vip', is: 'in' }, 'in segment vip'],
  [{ not: { segment: 'vip', is: 'not-in' } }, 'not (not in segment vip)'],
  [{ path: 'profile.plan', op: '=', value: 'free' }, 'profile.plan is "free"'],
  [{ path: 'profile.plan', op: 'missing' }, 'profile.plan missing'],
  [{ path: 'event.at', op: 'before', value: { ago: '3d' } }, 'event.at before 3d ago'],
  [{ path: 'event.at', op: 'after', value: { path: 'context.entry.at' } }, 'event.at after context.entry.at'],
  [
    {
      any: [
        {
          all: [
            { path: 'event.n', op: '>', value: 5 },
            { path: 'event.n', op: '<', value: 9 },
          ],
        },
        { not: { path: 'event.x', op: 'exists' } },
      ],
    },
    '(event.n > 5 and event.n < 9) or not (event.x exists)',
  ],
])('%j is said as %s', (condition, words) => {
  expect(describeCondition(Condition.parse(condition))).toBe(words);
});
