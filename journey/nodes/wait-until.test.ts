import { describe, expect, test } from 'vitest';
import { DAY, HOUR, live, T0, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import type { JourneyInput } from '../document/document.ts';
import { instant, toIso } from '../time/time.ts';

type WaitUntil = Extract<JourneyInput['nodes'][string], { readonly type: 'waitUntil' }>;

const waiting = (date: WaitUntil['date'], profile: JsonObject = {}, entry: JsonObject = {}) => {
  const life = live(
    versionOf(
      {
        wait: { type: 'waitUntil', date, links: { done: 'done', past: 'past' } },
        done: { type: 'exit', reason: 'done' },
        past: { type: 'exit', reason: 'past' },
      },
      { timeZone: 'Europe/Amsterdam' },
    ),
    { profile, entry },
  );
  life.decide(0);
  return life;
};
const iso = (after: number) => toIso(instant(T0 + after));

describe('a date that has not passed is waited for, one that has takes `past` (design.md §6)', () => {
  test.each<{ readonly given: string; readonly date: WaitUntil['date']; readonly until: string | 'past' }>([
    { given: 'a date and time', date: { at: '2026-03-05T12:00:00Z' }, until: '2026-03-05T12:00:00.000Z' },
    { given: 'on the local clock', date: { at: '2026-03-05T12:00' }, until: '2026-03-05T11:00:00.000Z' },
    { given: 'this very millisecond', date: { at: iso(0) }, until: iso(0) },
    { given: 'a millisecond ago', date: { at: iso(-1) }, until: 'past' },
    {
      given: 'before a date',
      date: { at: '2026-03-30T10:00', offset: { by: '1d', direction: 'before' } },
      until: '2026-03-29T08:00:00.000Z',
    },
    {
      given: 'hours before it',
      date: { at: '2026-03-30T10:00', offset: { by: '48h', direction: 'before' } },
      until: '2026-03-28T08:00:00.000Z',
    },
    {
      given: 'after it',
      date: { at: '2026-03-01', offset: { by: '1w', direction: 'after' } },
      until: '2026-03-07T23:00:00.000Z',
    },
    {
      given: 'an offset that lies in the past',
      date: { at: iso(HOUR), offset: { by: '2h', direction: 'before' } },
      until: 'past',
    },
    { given: 'the next 09:00', date: { time: '09:00' }, until: '2026-03-03T08:00:00.000Z' },
    { given: 'the next Friday 18:30', date: { time: '18:30', weekdays: [5] }, until: '2026-03-06T17:30:00.000Z' },
  ])('$given → $until', ({ date, until }) => {
    const { instance } = waiting(date);
    expect(instance.until === null ? instance.exit?.reason : toIso(instance.until)).toBe(until);
  });

  test('it closes after its own millisecond, not at it', () => {
    const life = waiting({ at: iso(HOUR) });
    life.decide(HOUR);
    expect(life.instance.exit).toBeNull();
    life.decide(HOUR + 1);
    expect(life.trace.slice(1)).toEqual(['+1h wait → done: date-has-come', '+1h done exit: path-ended']);
  });
});

describe('a date of the profile or of a stored event', () => {
  test.each<{ readonly value: JsonValue; readonly until: string }>([
    { value: iso(3 * DAY), until: iso(3 * DAY) },
    { value: T0 + HOUR, until: iso(HOUR) },
    { value: (T0 + HOUR) / 1000, until: iso(HOUR) },
    { value: 'soon', until: 'past' },
    { value: 1e300, until: 'past' },
    { value: null, until: 'past' },
    { value: { at: 1 }, until: 'past' },
  ])('$value → $until', ({ value, until }) => {
    const { instance } = waiting({ path: 'context.entry.at' }, {}, { at: value });
    expect(instance.until === null ? instance.exit?.reason : toIso(instance.until)).toBe(until);
  });

  test('the reason for not waiting is shown, with the values read', () => {
    const life = waiting({ path: 'profile.birthday' });
    expect(life.trace[0]).toBe('+0ms wait → past: no-such-date');
    expect(life.decided[0]?.read[0]).toEqual({ 'profile.birthday': null });
  });

  test('it is read in the user’s zone', () => {
    const { instance } = waiting({ path: 'profile.due' }, { due: '2026-03-05', timezone: 'America/New_York' });
    expect(instance.until === null ? '' : toIso(instance.until)).toBe('2026-03-05T05:00:00.000Z');
  });
});

describe('hours on the local clock: immediately inside them, else at their next start', () => {
  const window = (from: string, to: string, weekdays: number[] = []): WaitUntil['date'] => ({
    window: { from, to },
    weekdays,
  });

  test.each([
    { given: 'within', date: window('09:00', '17:00'), until: 'done' },
    { given: 'at their first minute', date: window('10:00', '17:00'), until: 'done' },
    { given: 'at their last', date: window('08:00', '10:00'), until: '2026-03-03T07:00:00.000Z' },
    { given: 'before', date: window('12:00', '17:00'), until: '2026-03-02T11:00:00.000Z' },
    { given: 'on another day', date: window('09:00', '17:00', [2, 3]), until: '2026-03-03T08:00:00.000Z' },
  ])('$given → $until', ({ date, until }) => {
    const { instance } = waiting(date);
    expect(instance.until === null ? instance.exit?.reason : toIso(instance.until)).toBe(until);
  });
});

describe('an event of `reresolveOn` moves the date', () => {
  const booked = () => {
    const life = live(
      versionOf({
        before: { type: 'delay', for: '1h', then: 'wait' },
        wait: {
          type: 'waitUntil',
          date: { path: 'context.entry.startsAt', offset: { by: '2h', direction: 'before' } },
          reresolveOn: { event: 'Rescheduled' },
          links: { done: 'done', past: 'past' },
        },
        done: { type: 'exit', reason: 'done' },
        past: { type: 'exit', reason: 'past' },
      }),
      { entry: { startsAt: iso(10 * HOUR) } },
    );
    life.decide(0);
    return life;
  };

  test.each([
    { when: 2 * HOUR, to: 20 * HOUR, until: 18 * HOUR },
    { when: 2 * HOUR, to: 4 * HOUR, until: 2 * HOUR },
    { when: 30 * 60_000, to: 20 * HOUR, until: 18 * HOUR }, // before the wait has begun
    { when: 8 * HOUR, to: 20 * HOUR, until: 18 * HOUR }, // at the deadline itself
  ])('at $when ms to $to ms → until $until ms', ({ when, to, until }) => {
    const life = booked();
    life.decide(HOUR / 4);
    life.track(when, ['Rescheduled', { startsAt: iso(to) }]);
    life.decide(when);
    life.decide(Math.max(when, HOUR + 1));
    expect(life.instance.until).toBe(T0 + until);
    expect(life.context.entry).toEqual({ startsAt: iso(to) });
  });

  test('to a date that has passed → past', () => {
    const life = booked();
    life.decide(HOUR + 1);
    life.track(3 * HOUR, ['Rescheduled', { startsAt: iso(4 * HOUR) }]);
    life.decide(3 * HOUR);
    expect(life.instance.exit).toEqual({ reason: 'past' });
  });

  test('a returning user follows the second move, not the first', () => {
    const life = live(
      versionOf({
        wait: {
          type: 'waitUntil',
          date: { path: 'context.entry.startsAt', offset: { by: '2h', direction: 'before' } },
          reresolveOn: { event: 'Rescheduled' },
          links: { done: 'again', past: 'past' },
        },
        again: {
          type: 'waitFor',
          events: { moved: { event: 'Rescheduled', as: 'entry' } },
          since: 'now',
          timeout: '5d',
          links: { moved: 'wait', timeout: 'past' },
        },
        past: { type: 'exit', reason: 'past' },
      }),
      { entry: { startsAt: iso(10 * HOUR) } },
    );
    life.decide(0);
    life.track(HOUR, ['Rescheduled', { startsAt: iso(12 * HOUR) }]);
    life.decide(HOUR);
    life.decide(10 * HOUR + 1);
    expect(life.instance.at).toBe('again');
    life.track(11 * HOUR, ['Rescheduled', { startsAt: iso(40 * HOUR) }]);
    life.decide(11 * HOUR);
    expect(life.instance.at).toBe('wait');
    expect(life.instance.until).toBe(T0 + 38 * HOUR);
  });
});

describe('D8 waits read dates as clients write them', () => {
  const onEntry = (more: object, startsAt: JsonValue, document: object = {}) => {
    const life = live(
      versionOf(
        {
          wait: {
            type: 'waitUntil',
            date: { path: 'context.entry.startsAt', ...more },
            links: { done: 'done', past: 'past', unreadable: 'unreadable' },
          },
          done: { type: 'exit', reason: 'done' },
          past: { type: 'exit', reason: 'past' },
          unreadable: { type: 'exit', reason: 'unreadable' },
        },
        { timeZone: 'Europe/Amsterdam', ...document },
      ),
      { profile: {}, entry: { startsAt } },
    );
    life.decide(0);
    return life;
  };

  test.each<[JsonValue]>([
    ['2026-03-10 09:00:00 UTC'],
    ['2026-03-10 09:00:00 +0000'],
    ['Tue, 10 Mar 2026 09:00:00 +0000'],
    ['Tue Mar 10 2026 10:00:00 GMT+0100 (Central European Standard Time)'],
    ['1773133200'],
    ['1773133200000'],
    [1_773_133_200],
  ])('D8 %j is waited for', (startsAt) => {
    expect(onEntry({}, startsAt).instance.until).toBe(Date.parse('2026-03-10T09:00Z'));
  });

  test('D8 day and month go by the journey’s order, and without one the value is unreadable', () => {
    expect(onEntry({}, '03/10/2026', { dateOrder: 'mdy' }).instance.until).toBe(Date.parse('2026-03-09T23:00Z'));
    expect(onEntry({}, '03/10/2026', { dateOrder: 'dmy' }).instance.until).toBe(Date.parse('2026-10-02T22:00Z'));
    expect(onEntry({}, '03/10/2026').instance.exit?.reason).toBe('unreadable');
  });

  test('D8 a calendar date is the day as it is written, in the user’s zone', () => {
    expect(onEntry({ calendar: true }, '2026-03-10T00:00:00-08:00').instance.until).toBe(
      Date.parse('2026-03-10T00:00+01:00'),
    );
  });

  test('D8 a value that is no date takes `unreadable` with the value, and a missing one `past`', () => {
    const life = onEntry({}, 'next Tuesday');
    expect(life.instance.exit?.reason).toBe('unreadable');
    expect(life.trace[0]).toBe('+0ms wait → unreadable: date-unreadable');
    expect(life.decided[0]?.read[0]).toEqual({ 'context.entry.startsAt': 'next Tuesday' });
    expect(onEntry({}, null).instance.exit?.reason).toBe('past');
    expect(onEntry({}, ' ').instance.exit?.reason).toBe('past');
  });

  test('D8 where `unreadable` isn’t linked, it takes `past` with the same reason', () => {
    const life = waiting({ path: 'profile.day' }, { day: { at: 'noon' } });
    expect(life.instance.exit?.reason).toBe('past');
    expect(life.trace[0]).toBe('+0ms wait → past: date-unreadable');
    expect(life.decided[0]?.read[0]).toEqual({ 'profile.day': '{"at":"noon"}' });
  });
});
