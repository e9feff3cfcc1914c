import { describe, expect, test } from 'vitest';
import { DAY, eventOf, HOUR, T0 } from '../engine/sample-instance.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { instant } from '../time.ts';
import { describeEntry, type Entry, EntrySchema } from './index.ts';
import { entryKey, judge, type Passes } from './judge.ts';

const entryWith = (more: object): Entry => EntrySchema.parse({ type: 'event', event: 'Carted', ...more });
const around = { now: T0, zone: 'Europe/Amsterdam', segments: [] };
const judged = (
  entry: Entry,
  passes: Partial<Passes>,
  at: number = T0,
  properties: JsonObject = {},
  profile: JsonObject = {},
) => {
  const event = eventOf('Carted', at, 9, properties);
  const known = { count: 0, lastEnteredAt: null, isLive: false, ...passes };
  const judgement = judge(entry, event, entryKey(entry, event), profile, known, around);
  return judgement.is === 'refuse' ? judgement.reason : judgement.is;
};

describe('whoever has been inside comes again only if the document says so', () => {
  const before = { count: 1, lastEnteredAt: T0 };
  test.each<{
    readonly reentry: object | undefined;
    readonly passes: Partial<Passes>;
    readonly at?: number;
    readonly is: string;
  }>([
    { reentry: undefined, passes: {}, is: 'enter' },
    { reentry: undefined, passes: before, is: 'entered-before' },
    { reentry: { policy: 'always' }, passes: { count: 99, lastEnteredAt: T0 }, is: 'enter' },
    { reentry: { policy: 'after', gap: '24h' }, passes: {}, is: 'enter' },
    { reentry: { policy: 'after', gap: '24h' }, passes: before, at: 24 * HOUR - 1, is: 'too-soon' },
    { reentry: { policy: 'after', gap: '24h' }, passes: before, at: 24 * HOUR, is: 'enter' },
    // 28 days later clocks have gone forward: the same time of day is an hour earlier
    { reentry: { policy: 'after', gap: '28d' }, passes: before, at: 28 * DAY - HOUR - 1, is: 'too-soon' },
    { reentry: { policy: 'after', gap: '28d' }, passes: before, at: 28 * DAY - HOUR, is: 'enter' },
    { reentry: { policy: 'at-most', times: 3 }, passes: { count: 2, lastEnteredAt: T0 }, is: 'enter' },
    { reentry: { policy: 'at-most', times: 3 }, passes: { count: 3, lastEnteredAt: T0 }, is: 'too-often' },
  ])('$reentry after $passes, $at ms later → $is', ({ reentry, passes, at = 0, is }) => {
    expect(judged(entryWith({ reentry }), passes, T0 + at)).toBe(is);
  });

  test('a live instance is met, whatever the policy: its own decision tells whether it is still there (design.md §8)', () => {
    for (const policy of [{ policy: 'never' }, { policy: 'always' }, { policy: 'at-most', times: 1 }])
      expect(judged(entryWith({ reentry: policy }), { count: 1, lastEnteredAt: T0, isLive: true })).toBe('meet');
  });
});

describe('the filter reads the event as accepted and the profile as it is', () => {
  const where = {
    all: [
      { path: 'event.amount', op: '>', value: 50 },
      { path: 'profile.plan', op: '=', value: 'free' },
    ],
  };
  test.each<{ readonly amount: JsonValue; readonly plan: JsonValue; readonly is: string }>([
    { amount: 51, plan: 'free', is: 'enter' },
    { amount: 50, plan: 'free', is: 'filter-not-met' },
    { amount: 51, plan: 'pro', is: 'filter-not-met' },
    { amount: null, plan: 'free', is: 'filter-not-met' },
  ])('$amount, $plan → $is', ({ amount, plan, is }) => {
    expect(judged(entryWith({ where }), {}, T0, { amount }, { plan })).toBe(is);
  });

  test('it is judged before anything else, and says what it read', () => {
    const entry = entryWith({ where });
    const event = eventOf('Carted', T0, 9, { amount: 1 });
    expect(judge(entry, event, '', {}, { count: 1, lastEnteredAt: T0, isLive: true }, around)).toEqual({
      is: 'refuse',
      key: '',
      reason: 'filter-not-met',
      read: { 'event.amount': 1 },
    });
  });
});

describe('the entry key tells two instances of one person apart', () => {
  test.each<{ readonly properties: JsonObject; readonly key: string | undefined }>([
    { properties: { cart: { id: 'c1' } }, key: 'c1' },
    { properties: { cart: { id: 7 } }, key: '7' },
    { properties: { cart: { id: 0 } }, key: '0' },
    { properties: { cart: { id: '' } }, key: undefined },
    { properties: { cart: { id: null } }, key: undefined },
    { properties: { cart: 'c1' }, key: undefined },
    { properties: {}, key: undefined },
  ])('$properties → $key', ({ properties, key }) => {
    const entry = entryWith({ key: 'event.cart.id' });
    expect(entryKey(entry, eventOf('Carted', T0, 9, properties))).toBe(key);
    expect(judged(entry, {}, T0, properties)).toBe(key === undefined ? 'no-entry-key' : 'enter');
  });

  test('an entry without a key has one instance a person', () => {
    expect(entryKey(entryWith({}), eventOf('Carted', T0, 9))).toBe('');
  });
});

test('re-entry is judged at the instant of acceptance, not of the judgement', () => {
  const entry = entryWith({ reentry: { policy: 'after', gap: '1h' } });
  const event = eventOf('Carted', T0 + HOUR - 1, 9);
  const passes = { count: 1, lastEnteredAt: T0, isLive: false };
  const judgement = judge(entry, event, '', {}, passes, { ...around, now: instant(T0 + 5 * HOUR) });
  expect(judgement).toMatchObject({ reason: 'too-soon', read: { from: '2026-03-02T10:00:00.000Z' } });
});

test('an entry is described in a sentence', () => {
  expect(describeEntry(entryWith({}))).toBe('When Carted happens');
  expect(describeEntry(EntrySchema.parse({ type: 'api' }))).toBe('When a service asks for it');
});
