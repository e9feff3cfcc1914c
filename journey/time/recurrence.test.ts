import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeRecurrence, nextOf, Recurrence } from './recurrence.ts';
import { fromLocal, type Instant, inLocal, instant, toIso, weekdayOf } from './time.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const ZONES = ['Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kolkata', 'UTC'];

describe('a recurrence falls on its days at its local time', () => {
  test.each<{ given: object; after: string; zone?: string; next: string }>([
    { given: { unit: 'day', at: '09:00' }, after: '2026-03-02T08:59:59.999Z', next: '2026-03-02T09:00:00.000Z' },
    { given: { unit: 'day', at: '09:00' }, after: '2026-03-02T09:00:00Z', next: '2026-03-03T09:00:00.000Z' },
    {
      given: { unit: 'day', n: 3, from: '2026-03-01', at: '09:00' },
      after: '2026-03-02T00:00:00Z',
      next: '2026-03-04T09:00:00.000Z',
    },
    {
      given: { unit: 'day', n: 3, from: '2026-05-01', at: '09:00' },
      after: '2026-03-02T00:00:00Z',
      next: '2026-05-01T09:00:00.000Z',
    },
    {
      given: { unit: 'week', weekdays: [1, 5], at: '09:00' },
      after: '2026-03-02T09:00:00Z',
      next: '2026-03-06T09:00:00.000Z',
    },
    // Mondays
    { given: { unit: 'week', at: '09:00' }, after: '2026-03-03T00:00:00Z', next: '2026-03-09T09:00:00.000Z' },
    {
      given: { unit: 'week', n: 2, weekdays: [1, 3], from: '2026-03-04', at: '09:00' },
      after: '2026-03-04T09:00:00Z',
      next: '2026-03-16T09:00:00.000Z', // weeks begin on Monday: that of the 9th is left out
    },
    {
      given: { unit: 'month', days: [31], at: '09:00' },
      after: '2026-02-01T00:00:00Z',
      next: '2026-02-28T09:00:00.000Z',
    },
    {
      given: { unit: 'month', days: [31], at: '09:00' },
      after: '2028-02-01T00:00:00Z',
      next: '2028-02-29T09:00:00.000Z',
    },
    {
      given: { unit: 'month', n: 12, from: '2024-02-29', at: '09:00' },
      after: '2026-01-01T00:00:00Z',
      next: '2026-02-28T09:00:00.000Z',
    },
    {
      given: { unit: 'month', days: [1, 15], at: '00:00' },
      after: '2026-12-15T00:00:00Z',
      next: '2027-01-01T00:00:00.000Z',
    },
    {
      given: { unit: 'day', at: '02:30' },
      zone: 'Europe/Amsterdam',
      after: '2026-03-28T12:00:00Z',
      next: '2026-03-29T01:00:00.000Z', // skipped: the first instant after the gap
    },
    {
      given: { unit: 'day', at: '02:30' },
      zone: 'Europe/Amsterdam',
      after: '2026-10-25T00:29:59.999Z',
      next: '2026-10-25T00:30:00.000Z',
    },
    {
      given: { unit: 'day', at: '02:30' },
      zone: 'Europe/Amsterdam',
      after: '2026-10-25T00:30:00Z', // shown twice: the first time alone
      next: '2026-10-26T01:30:00.000Z',
    },
  ])('$given after $after in $zone → $next', ({ given, after, zone = 'UTC', next }) => {
    expect(toIso(nextOf(Recurrence.parse(given), at(after), zone))).toBe(next);
  });
});

test('every occurrence is after the previous one, on a requested day, at its local time (design.md §7.6)', () => {
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 });
  const clock = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const start = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
  fc.assert(
    fc.property(days, clock, start, fc.constantFrom(...ZONES), (weekdays, time, begin, zone) => {
      const weekly = Recurrence.parse({ unit: 'week', weekdays, at: time });
      let last = instant(begin);
      for (let nth = 0; nth < 10; nth += 1) {
        const next = nextOf(weekly, last, zone);
        expect(next).toBeGreaterThan(last);
        const [hours = 0, minutes = 0] = time.split(':').map(Number);
        const { day } = inLocal(next, zone);
        const onTheDay = fromLocal({ day, ms: (hours * 60 + minutes) * 60_000 }, zone);
        const isMoved = onTheDay !== next; // a whole day that a zone leaves out: it happens on the next one
        expect(isMoved || weekdays.includes(weekdayOf(day))).toBe(true);
        expect(isMoved && zone !== 'Pacific/Apia').toBe(false);
        last = next;
      }
    }),
  );
});

test('it describes itself in words', () => {
  const words = (given: object) => describeRecurrence(Recurrence.parse(given));
  expect(words({ unit: 'week', n: 2, weekdays: [1, 5], at: '09:00' })).toBe('every 2 weeks on Monday, Friday at 09:00');
  expect(words({ unit: 'month', days: [1], at: '09:00' })).toBe('every month on day 1 at 09:00');
});
