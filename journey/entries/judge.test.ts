import { describe, expect, test } from 'vitest';
import { DAY, eventOf, HOUR, T0 } from '../../test/samples/instance.ts';
import { JourneyId, PersonId } from '../base/ids.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { jsonBytes } from '../base/json-bytes.ts';
import { CONTEXT_BYTES } from '../base/limits.ts';
import { instant } from '../time/time.ts';
import { describeEntry, type Entry, EntrySchema } from './index.ts';
import { entryKey, judgeEntry, keyFlaw, metReason, type Passes } from './judge.ts';

const entryWith = (more: object): Entry => EntrySchema.parse({ type: 'event', event: 'Carted', ...more });
const JOURNEY = JourneyId.parse('j');
const ana = { person: PersonId.parse('p'), profile: {}, segments: [] };
const around = { now: T0, zone: 'Europe/Amsterdam' };
const judged = (
  entry: Entry,
  passes: Partial<Passes>,
  at: number = T0,
  properties: JsonObject = {},
  profile: JsonObject = {},
) => {
  const event = eventOf('Carted', at, 9, properties);
  const entrant = { ...ana, profile, passes: { count: 0, lastEnteredAt: null, isLive: false, ...passes } };
  const judgement = judgeEntry(entry, { event, key: entryKey(entry, event) }, entrant, around, JOURNEY);
  return judgement.type === 'refuse' ? judgement.reason : judgement.type;
};

describe('a user enters again only if the document allows it', () => {
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

  test('an entry meets a live instance under any policy: the instance’s own decision says whether it is still live (design.md §8)', () => {
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

  test('the filter is checked first, and reports the values it read', () => {
    const entry = entryWith({ where });
    const event = eventOf('Carted', T0, 9, { amount: 1 });
    const entrant = { ...ana, passes: { count: 1, lastEnteredAt: T0, isLive: true } };
    expect(judgeEntry(entry, { event, key: '' }, entrant, around, JOURNEY)).toEqual({
      type: 'refuse',
      key: '',
      reason: 'filter-not-met',
      read: { 'event.amount': 1 },
    });
  });
});

describe('the entry key distinguishes two instances of one user', () => {
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

  test.each([
    { length: 200, outcome: 'enter' },
    { length: 201, outcome: 'entry-key-too-long' },
    { length: 100_000, outcome: 'entry-key-too-long' },
  ])('C6 a key of $length characters: $outcome', ({ length, outcome }) => {
    expect(judged(entryWith({ key: 'event.cart.id' }), {}, T0, { cart: { id: 'x'.repeat(length) } })).toBe(outcome);
  });

  test('C6 a key that is too long to store is refused by name, and recorded in short', () => {
    const entry = entryWith({ key: 'event.cart.id' });
    const at = (length: number) => eventOf('Carted', T0, 9, { cart: { id: 'x'.repeat(length) } });
    expect(entryKey(entry, at(200))).toHaveLength(200);
    expect(entryKey(entry, at(201))).toBeUndefined();
    const entrant = { ...ana, passes: { count: 0, lastEnteredAt: null, isLive: false } };
    expect(judgeEntry(entry, { event: at(3_000), key: undefined }, entrant, around, JOURNEY)).toEqual({
      type: 'refuse',
      key: '',
      reason: 'entry-key-too-long',
      read: { 'event.cart.id': `${'x'.repeat(80)}…`, characters: 3_000, most: 200 },
    });
  });

  test('an entry without a key has one instance per user', () => {
    expect(entryKey(entryWith({}), eventOf('Carted', T0, 9))).toBe('');
  });
});

describe('a refusal shows what it read', () => {
  const refuse = (
    entry: object,
    properties: JsonObject,
    more: { passes?: Passes; segments?: readonly string[] } = {},
  ) => {
    const parsed = 'type' in entry ? EntrySchema.parse(entry) : entryWith(entry);
    const event = eventOf('Carted', T0, 9, properties);
    const entrant = { ...ana, passes: { count: 0, lastEnteredAt: null, isLive: false }, ...more };
    return judgeEntry(parsed, { event, key: entryKey(parsed, event) }, entrant, around, JOURNEY);
  };
  const twice = { passes: { count: 2, lastEnteredAt: T0, isLive: false } };
  /** Properties whose JSON, as the entry in the context, has this many bytes. */
  const ofBytes = (bytes: number) => ({ text: 'x'.repeat(bytes - jsonBytes({ entry: { text: '' } })) });

  test('without its key: the path', () => {
    const entry = { key: 'event.cart' };
    expect(refuse(entry, {})).toEqual({
      type: 'refuse',
      key: '',
      reason: 'no-entry-key',
      read: { 'event.cart': null },
    });
  });

  test('after earlier entries: their number', () => {
    expect(refuse({}, {}, twice)).toMatchObject({ reason: 'entered-before', read: { passes: 2 } });
    const reentry = { policy: 'at-most', times: 2 };
    expect(refuse({ reentry }, {}, twice)).toMatchObject({ reason: 'too-often', read: { passes: 2, times: 2 } });
  });

  test('outside the segment of a schedule: the segment', () => {
    const entry = { type: 'schedule', segment: 'vip', at: ['2026-03-02'] };
    const reason = { type: 'refuse', key: '', reason: 'not-in-segment', read: { segment: 'vip' } };
    expect(refuse(entry, {}, { segments: ['other'] })).toEqual(reason);
    expect(refuse(entry, {}, { segments: ['vip'] })).toMatchObject({ type: 'enter' });
    expect(refuse({ type: 'schedule', at: ['2026-03-02'] }, {})).toMatchObject({ type: 'enter' });
    expect(refuse({ type: 'segment', segment: 'vip' }, {})).toMatchObject({ type: 'enter' });
  });

  test('too large for the context: its size and the limit', () => {
    expect(refuse({}, ofBytes(CONTEXT_BYTES))).toMatchObject({ type: 'enter' });
    expect(refuse({}, ofBytes(CONTEXT_BYTES + 1))).toEqual({
      ...{ type: 'refuse', key: '', reason: 'entry-too-large' },
      read: { bytes: CONTEXT_BYTES + 1, most: CONTEXT_BYTES },
    });
  });

  test('met by a live instance: whether that instance got it as an event', () => {
    expect([metReason({}), metReason({ whileInside: { deliverAs: 'Again' } })]).toEqual([
      'already-inside',
      'delivered-to-live',
    ]);
  });
});

test('a caller learns where a key is too long', () => {
  const entry = entryWith({ key: 'event.cart.id' });
  const flawOf = (properties: JsonObject) => keyFlaw(entry, eventOf('Carted', T0, 9, properties));
  expect([flawOf({}), flawOf({ cart: { id: 'x'.repeat(200) } })]).toEqual([undefined, undefined]);
  expect(flawOf({ cart: { id: 'x'.repeat(201) } })).toEqual({
    path: 'cart.id',
    message: 'the entry key has 201 characters, more than 200',
    fix: expect.stringContaining('such as a cart ID'),
  });
  expect(keyFlaw(entryWith({}), eventOf('Carted', T0, 9))).toBeUndefined();
});

test('re-entry is judged at the instant of acceptance, not of the judgement', () => {
  const entry = entryWith({ reentry: { policy: 'after', gap: '1h' } });
  const event = eventOf('Carted', T0 + HOUR - 1, 9);
  const entrant = { ...ana, passes: { count: 1, lastEnteredAt: T0, isLive: false } };
  const later = { ...around, now: instant(T0 + 5 * HOUR) };
  const judgement = judgeEntry(entry, { event, key: '' }, entrant, later, JOURNEY);
  expect(judgement).toMatchObject({ reason: 'too-soon', read: { from: '2026-03-02T10:00:00.000Z' } });
});

test('an entry is described in a sentence', () => {
  expect(describeEntry(entryWith({}))).toBe('When Carted happens');
  expect(describeEntry(EntrySchema.parse({ type: 'api' }))).toBe('When your service calls the API');
});

describe('a control group is sticky: journey and user alone decide', () => {
  const isControl = (person: string, controlGroup: number, journey = 'j', passes: Partial<Passes> = {}, key = 'k') => {
    const entry = entryWith({ controlGroup, reentry: { policy: 'always' } });
    const known = { count: 0, lastEnteredAt: null, isLive: false, ...passes };
    const entrant = { ...ana, person: PersonId.parse(person), passes: known };
    const attempt = { event: eventOf('Carted', T0, 9), key };
    return judgeEntry(entry, attempt, entrant, around, JourneyId.parse(journey)).type === 'control';
  };
  const people = Array.from({ length: 100_000 }, (_, nr) => `person-${nr}`);

  test.each([1, 10, 50, 99])('%i %% of 100,000 users, within 3σ', (percent) => {
    const share = percent / 100;
    const count = people.filter((person) => isControl(person, percent)).length;
    const sigma = Math.sqrt(people.length * share * (1 - share));
    expect(Math.abs(count - people.length * share)).toBeLessThan(3 * sigma);
  });

  test('at every entry, for every key; users in the group stay when it grows; another journey draws again', () => {
    const inIt = people.slice(0, 2000).filter((person) => isControl(person, 10));
    expect(inIt.every((person) => isControl(person, 10, 'j', { count: 3, lastEnteredAt: T0 }, 'other'))).toBe(true);
    expect(inIt.every((person) => isControl(person, 20))).toBe(true);
    expect(inIt.filter((person) => isControl(person, 10, 'another')).length).toBeLessThan(inIt.length / 2);
    expect(people.slice(0, 2000).some((person) => isControl(person, 0))).toBe(false);
  });

  test('drawn only among qualifying users, after a live instance is checked', () => {
    const entry = entryWith({ controlGroup: 99, where: { path: 'event.n', op: 'exists' } });
    const person = people.find((each) => isControl(each, 99)) ?? '';
    const is = (properties: JsonObject, passes: Partial<Passes>) => {
      const known = { count: 0, lastEnteredAt: null, isLive: false, ...passes };
      const entrant = { ...ana, person: PersonId.parse(person), passes: known };
      return judgeEntry(entry, { event: eventOf('Carted', T0, 9, properties), key: '' }, entrant, around, JOURNEY).type;
    };
    expect(is({ n: 1 }, {})).toBe('control');
    expect(is({}, {})).toBe('refuse');
    expect(is({ n: 1 }, { isLive: true })).toBe('meet');
    expect(is({ n: 1 }, { count: 1, lastEnteredAt: T0 })).toBe('refuse');
  });
});
