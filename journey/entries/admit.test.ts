import { describe, expect, test } from 'vitest';
import { DAY, eventOf, HOUR, MINUTE, T0 } from '../../test/samples/instance.ts';
import { JourneyId, PersonId } from '../base/ids.ts';
import { MAX_HOPS } from '../events/hops.ts';
import { instant } from '../time/time.ts';
import {
  type AdmissionPlan,
  type EntryAttempt,
  type EntryFacts,
  keyAttempt,
  planAdmission,
  planQualifying,
  refuseFull,
} from './admit.ts';
import { inaction } from './inaction.ts';
import { EntrySchema } from './index.ts';

const rulesWith = (entry: object) => ({
  id: JourneyId.parse('cart'),
  timeZone: 'Europe/Amsterdam',
  entry: EntrySchema.parse({ type: 'event', event: 'Carted', ...entry }),
});
const RUNNING = { state: 'running', pauses: [], entryFrom: null, entryUntil: null } as const;
const FACTS: EntryFacts = {
  person: PersonId.parse('ana'),
  profile: {},
  segments: [],
  passes: { count: 0, lastEnteredAt: null },
  liveEntry: null,
  opening: RUNNING,
};
const EVENT = eventOf('Carted', T0, 9);

function plan(
  entry: object,
  facts: Partial<EntryFacts> = {},
  attempt: Partial<EntryAttempt> = {},
  now = T0,
): AdmissionPlan {
  const rules = rulesWith(entry);
  const keyed = keyAttempt(rules, { event: EVENT, onMeet: 'contest', ...attempt });
  return planAdmission(rules, keyed, { ...FACTS, ...facts }, instant(now));
}

describe('an entry counts by the instant at which it was accepted', () => {
  const paused = { ...RUNNING, state: 'paused', pauses: [{ from: instant(T0 - 1), to: null }] } as const;
  const closed = { ...RUNNING, entryUntil: T0 };
  test.each<{ readonly opening: EntryFacts['opening']; readonly how: Partial<EntryAttempt>; readonly type: string }>([
    { opening: RUNNING, how: {}, type: 'enter' },
    { opening: closed, how: {}, type: 'refuse' },
    { opening: closed, how: { dueAt: instant(T0 - 1) }, type: 'enter' },
    { opening: paused, how: {}, type: 'refuse' },
    { opening: paused, how: { queue: 'bulk' }, type: 'enter' },
    { opening: { ...RUNNING, state: 'stopped' }, how: { queue: 'bulk' }, type: 'refuse' },
  ])('$opening.state until $opening.entryUntil, $how → $type', ({ opening, how, type }) => {
    expect(plan({}, { opening }, how)).toMatchObject({ type, ...(type === 'refuse' && { reason: 'not-running' }) });
  });

  test.each<{ readonly opening: EntryFacts['opening']; readonly read: object }>([
    { opening: closed, read: { state: 'running', closed: '2026-03-02T09:00:00.000Z' } },
    {
      opening: { ...RUNNING, entryFrom: instant(T0 + 1) },
      read: { state: 'scheduled', opens: '2026-03-02T09:00:00.001Z' },
    },
    { opening: paused, read: { state: 'paused' } },
    { opening: { ...RUNNING, state: 'stopped', entryFrom: T0 }, read: { state: 'stopped' } },
    { opening: { ...RUNNING, state: 'stopped', entryUntil: instant(T0 + 1) }, read: { state: 'stopped' } },
  ])('a refusal says why: $read', ({ opening, read }) => {
    expect(plan({}, { opening })).toEqual({ type: 'refuse', key: '', reason: 'not-running', read });
  });

  test('re-entry counts days on the clock of the user’s zone', () => {
    // 28 days later, clocks in Amsterdam have gone forward: the same time of day is an hour earlier
    const entry = { reentry: { policy: 'after', gap: '28d' } };
    const event = eventOf('Carted', T0 + 28 * DAY - HOUR, 9);
    const passes = { count: 1, lastEnteredAt: T0 };
    expect(plan(entry, { passes }, { event })).toMatchObject({ type: 'enter' });
    expect(plan(entry, { passes, profile: { timezone: 'UTC' } }, { event })).toMatchObject({ reason: 'too-soon' });
  });
});

describe('an entry meets a live instance', () => {
  test('the live instance’s own version says whether it gets the entry as an event', () => {
    const delivering = { whileInside: { deliverAs: 'Carted again' } };
    expect(plan(delivering, { liveEntry: {} })).toMatchObject({ type: 'meet', isDelivered: false });
    expect(plan({}, { liveEntry: delivering })).toMatchObject({ type: 'meet', isDelivered: true });
  });

  test('a filter that doesn’t match refuses the entry first', () => {
    const where = { path: 'profile.plan', op: '=', value: 'pro' };
    expect(plan({ where }, { liveEntry: {} })).toMatchObject({ type: 'refuse', reason: 'filter-not-met' });
  });
});

describe('a filter can match later within the grace period', () => {
  const entry = { where: { path: 'profile.plan', op: '=', value: 'pro' }, grace: '1h' };
  const until = instant(T0 + HOUR);

  test('the entry waits until the end of the period, its last millisecond included', () => {
    expect(plan(entry)).toEqual({ type: 'wait', key: '', until });
    expect(plan(entry, {}, {}, until)).toEqual({ type: 'wait', key: '', until });
    expect(plan(entry, {}, {}, instant(until + 1))).toMatchObject({ type: 'refuse', reason: 'filter-not-met' });
  });

  test('a fixed period doesn’t change, whatever the entry’s current setting', () => {
    const fixed = instant(T0 + MINUTE);
    expect(plan(entry, {}, { graceUntil: fixed })).toMatchObject({ type: 'wait', until: fixed });
  });

  test('an entry in its grace period waits during a pause; without a period it is refused', () => {
    const opening = { ...RUNNING, state: 'paused', pauses: [{ from: instant(T0 - 1), to: null }] } as const;
    expect(plan(entry, { opening }, { graceUntil: until })).toMatchObject({ type: 'wait' });
    expect(plan(entry, { opening })).toMatchObject({ type: 'refuse', reason: 'not-running' });
  });

  test('a caller who waits for the answer gets it now', () => {
    expect(plan(entry, {}, { onMeet: 'refuse' })).toMatchObject({ type: 'refuse', reason: 'filter-not-met' });
  });

  test('other refusals are final', () => {
    const before = { count: 1, lastEnteredAt: T0 };
    for (const graceUntil of [undefined, until])
      expect(plan({ grace: '1h' }, { passes: before }, graceUntil ? { graceUntil } : {})).toMatchObject({
        ...{ type: 'refuse', reason: 'entered-before' },
      });
  });
});

test('a chain of Sojourn’s own events ends at the maximum length', () => {
  expect(plan({}, {}, { hops: MAX_HOPS - 1 })).toMatchObject({ type: 'enter' });
  expect(plan({}, {}, { hops: MAX_HOPS })).toEqual({
    ...{ type: 'refuse', key: '', reason: 'too-many-hops', read: { hops: MAX_HOPS } },
  });
});

test('an entry by request is read without its journey’s name', () => {
  const event = eventOf('$journey.enter', T0, 9, { $journey: 'cart', cart: 'c1' });
  const keyed = keyAttempt(rulesWith({ key: 'event.cart' }), { event, onMeet: 'refuse' });
  expect(keyed).toMatchObject({ key: 'c1', event: { properties: { cart: 'c1' } } });
  expect(keyed.event.properties).not.toHaveProperty('$journey');
});

test('a refusal at full capacity names the capacity', () => {
  const rules = rulesWith({ capacity: { max: 5, per: 'day' } });
  expect(refuseFull(rules, 'c1')).toEqual({
    type: 'refuse',
    key: 'c1',
    reason: 'capacity-reached',
    read: { max: 5, per: 'day' },
  });
});

describe('a waiting time of an inaction entry', () => {
  const entry = { ...inaction.example, reentry: { policy: 'never' } } as const;
  const rules = { ...rulesWith({}), entry: EntrySchema.parse(entry) };
  const begin = (facts: Partial<EntryFacts>, attempt: Partial<EntryAttempt> = {}) => {
    const event = eventOf('Added to Cart', T0, 9);
    const keyed = keyAttempt(rules, { event, onMeet: 'contest', ...attempt });
    if (rules.entry.type !== 'inaction') throw new Error('the sample is an inaction entry');
    return planQualifying(rules, rules.entry, keyed, { ...FACTS, ...facts }, T0);
  };

  test('ends after its length, even for a user who is inside or was inside before', () => {
    const wait = { type: 'wait', key: '', until: T0 + 2 * MINUTE };
    expect(begin({})).toEqual(wait);
    expect(begin({ liveEntry: {}, passes: { count: 1, lastEnteredAt: T0 } })).toEqual(wait);
  });

  test('doesn’t begin while the journey takes no entries, or at the end of a chain of own events', () => {
    const paused = { ...RUNNING, state: 'paused', pauses: [{ from: instant(T0 - 1), to: null }] } as const;
    for (const opening of [{ ...RUNNING, state: 'stopped' } as const, paused])
      expect(begin({ opening })).toMatchObject({ reason: 'not-running' });
    expect(begin({}, { hops: MAX_HOPS })).toMatchObject({ reason: 'too-many-hops' });
  });
});
