import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import { type Instant, inLocal, instant, toIso } from '../time/time.ts';
import { type DateEntry, date, nextDateOf } from './date.ts';
import { canMove, momentsOf } from './index.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const entryOf = (more: object): DateEntry => date.schema.parse({ type: 'date', trait: 'day', ...more });
const next = (more: object, profile: JsonObject, after: string, zone = 'Europe/Amsterdam') => {
  const found = nextDateOf(entryOf(more), profile, { timeZone: zone }, at(after));
  return found === undefined ? undefined : toIso(found);
};
const ahead = (by: string) => ({ offset: { by, direction: 'before' } });

describe('a user’s date, in their zone', () => {
  test.each<{ given: string; more?: object; profile: JsonObject; after?: string; is: string | undefined }>([
    { given: 'a bare date is its midnight', profile: { day: '2026-06-01' }, is: '2026-05-31T22:00:00.000Z' },
    {
      given: 'at a time of day',
      more: { at: '09:00' },
      profile: { day: '2026-06-01' },
      is: '2026-06-01T07:00:00.000Z',
    },
    {
      given: 'instead of the one that it has',
      more: { at: '09:00' },
      profile: { day: '2026-06-01T15:00Z' },
      is: '2026-06-01T07:00:00.000Z',
    },
    {
      given: 'their own zone goes first',
      more: { at: '09:00' },
      profile: { day: '2026-06-01', timezone: 'Asia/Tokyo' },
      is: '2026-06-01T00:00:00.000Z',
    },
    { given: 'so long before', more: ahead('3d'), profile: { day: '2026-06-01' }, is: '2026-05-28T22:00:00.000Z' },
    {
      given: 'calendar days keep the clock through a change',
      more: { at: '09:00', ...ahead('3d') },
      profile: { day: '2026-03-30' },
      is: '2026-03-27T08:00:00.000Z',
    },
    { given: 'seconds since the epoch', profile: { day: 1_780_000_000 }, is: '2026-05-28T20:26:40.000Z' },
    {
      given: 'the instant itself has passed',
      profile: { day: '2026-06-01' },
      after: '2026-05-31T22:00:00Z',
      is: undefined,
    },
    {
      given: 'a millisecond before, it has not',
      profile: { day: '2026-06-01' },
      after: '2026-05-31T21:59:59.999Z',
      is: '2026-05-31T22:00:00.000Z',
    },
    { given: 'no such day', profile: { day: '2026-02-30' }, is: undefined },
    { given: 'no date', profile: { day: 'soon' }, is: undefined },
    { given: 'no trait', profile: {}, is: undefined },
    {
      given: 'a time that is skipped, at the end of the gap (design.md §7.6)',
      more: { at: '02:30' },
      profile: { day: '2026-03-29' },
      is: '2026-03-29T01:00:00.000Z',
    },
  ])('$given', ({ more = {}, profile, after = '2026-03-02T09:00:00Z', is }) => {
    expect(next(more, profile, after)).toBe(is);
  });
});

describe('every year', () => {
  const yearly = { yearly: true, at: '10:00' };
  test.each([
    { day: '1990-03-14', after: '2026-03-02T09:00:00Z', is: '2026-03-14T09:00:00.000Z' },
    { day: '1990-03-14', after: '2026-03-14T09:00:00Z', is: '2027-03-14T09:00:00.000Z' },
    { day: '1960-12-31', after: '2026-12-31T08:59:59.999Z', is: '2026-12-31T09:00:00.000Z' },
    { day: '1996-02-29', after: '2026-01-01T00:00:00Z', is: '2026-02-28T09:00:00.000Z' },
    { day: '1996-02-29', after: '2028-01-01T00:00:00Z', is: '2028-02-29T09:00:00.000Z' },
    { day: '2030-05-05', after: '2026-01-01T00:00:00Z', is: '2030-05-05T08:00:00.000Z' }, // from the date on
  ])('$day after $after → $is', ({ day, after, is }) => {
    expect(next(yearly, { day }, after)).toBe(is);
  });

  test('a week before New Year’s Day lies in the year before', () => {
    expect(next({ ...yearly, ...ahead('7d') }, { day: '1990-01-01' }, '2026-12-20T00:00:00Z')).toBe(
      '2026-12-25T09:00:00.000Z',
    );
  });

  test('later than asked for, at that local time, no more than 366 days on, once a year (design.md §7.6)', () => {
    const day = fc
      .date({ min: new Date('1930-01-01'), max: new Date('2025-01-01'), noInvalidDate: true })
      .map((each) => each.toISOString().slice(0, 10));
    const start = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2036-01-01T00:00:00Z') });
    const zones = fc.constantFrom('Europe/Amsterdam', 'America/Sao_Paulo', 'Asia/Tokyo', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(day, start, zones, (born, begin, zone) => {
        const profile = { day: born, timezone: zone };
        const first = nextDateOf(entryOf(yearly), profile, {}, instant(begin)) ?? instant(0);
        expect(first).toBeGreaterThan(begin);
        expect(first - begin).toBeLessThanOrEqual(367 * 86_400_000);
        expect(inLocal(first, zone).ms).toBe(10 * 3_600_000);
        const second = nextDateOf(entryOf(yearly), profile, {}, first) ?? instant(0);
        expect(second - first).toBeGreaterThan(364 * 86_400_000);
      }),
    );
  });
});

test.each([
  { trait: 'birthday', is: true },
  { trait: 'timezone', is: false },
  { trait: 'address.day', is: false },
])('the trait $trait can hold the date: $is', ({ trait, is }) => {
  expect(date.schema.safeParse({ type: 'date', trait }).success).toBe(is);
});

test('the trait or the zone moves it', () => {
  const moments = momentsOf(entryOf({}));
  const canMoveIt = (trait: string) => moments !== undefined && canMove(moments, { [trait]: 'x' });
  expect(['day', 'timezone', 'plan'].map(canMoveIt)).toEqual([true, true, false]);
});

test.each([
  [{ yearly: true, at: '09:00' }, 'Every year on the date in profile.day, at 09:00'],
  [ahead('3d'), '3 days before the date in profile.day'],
  [{}, 'On the date in profile.day'],
])('it describes itself in words: %j', (more, words) => {
  expect(date.describe(entryOf(more))).toBe(words);
});
