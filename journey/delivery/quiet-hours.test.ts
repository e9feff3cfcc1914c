import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instant, toIso } from '../time/time.ts';
import { CHANNELS } from './channel.ts';
import { findRelease, QuietHours, quietBy } from './quiet-hours.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const rows = (...all: readonly Partial<QuietHours>[]): readonly QuietHours[] =>
  all.map((row) => QuietHours.parse({ from: '21:00', to: '09:00', ...row }));
const AMSTERDAM = 'Europe/Amsterdam';

/** When an SMS may go that is due then: `now`, `never`, or the instant. */
function goes(all: readonly QuietHours[], due: string, zone = AMSTERDAM): string {
  const row = quietBy(all, 'sms', at(due), zone);
  if (!row) return 'now';
  const until = findRelease(all, row, { channel: 'sms', scheduled: at(due) }, at(due), zone);
  return until === undefined ? 'never' : toIso(until);
}

describe('7.8 quiet hours begin at their first instant and end before their last', () => {
  test.each([
    ['2026-03-02T20:59:59.999+01:00', 'now'],
    ['2026-03-02T21:00:00.000+01:00', '2026-03-03T08:00:00.000Z'],
    ['2026-03-03T00:00:00.000+01:00', '2026-03-03T08:00:00.000Z'],
    ['2026-03-03T08:59:59.999+01:00', '2026-03-03T08:00:00.000Z'],
    ['2026-03-03T09:00:00.000+01:00', 'now'],
  ])('21:00–09:00, due at %s → %s', (due, when) => {
    expect(goes(rows({}), due)).toBe(when);
  });

  test.each([
    ['2026-03-02T11:59:59.999+01:00', 'now'],
    ['2026-03-02T12:00:00.000+01:00', '2026-03-02T12:30:00.000Z'],
    ['2026-03-02T13:30:00.000+01:00', 'now'],
  ])('within one day, 12:00–13:30, due at %s → %s', (due, when) => {
    expect(goes(rows({ from: '12:00', to: '13:30' }), due)).toBe(when);
  });

  test.each([
    ['2026-03-06T22:00+01:00', '2026-03-07T08:00:00.000Z', 'Friday evening'],
    ['2026-03-07T08:00+01:00', '2026-03-07T08:00:00.000Z', 'Saturday morning: it began on Friday'],
    ['2026-03-07T22:00+01:00', 'now', 'Saturday evening'],
    ['2026-03-06T08:00+01:00', 'now', 'Friday morning: Thursday evening was not quiet'],
  ])('on Fridays only: %s → %s (%s)', (due, when) => {
    expect(goes(rows({ weekdays: [5] }), due)).toBe(when);
  });

  test('only on its channels', () => {
    const night = at('2026-03-02T22:00+01:00');
    const quiet = CHANNELS.filter((channel) => quietBy(rows({ channels: ['sms', 'push'] }), channel, night, AMSTERDAM));
    expect(quiet).toEqual(['sms', 'push']);
  });

  test('on the clock of the zone', () => {
    expect(goes(rows({}), '2026-03-02T12:30Z', 'Asia/Tokyo')).toBe('2026-03-03T00:00:00.000Z');
    expect(goes(rows({}), '2026-03-02T12:30Z', 'America/New_York')).toBe('2026-03-02T14:00:00.000Z'); // 07:30 there
    expect(goes(rows({}), '2026-03-02T12:30Z', 'UTC')).toBe('now');
  });
});

describe('7.8 when clocks change, quiet hours begin and end as design.md §7.6 says', () => {
  test.each([
    // Amsterdam, 29 March 2026: 02:00 → 03:00
    ['21:00', '09:00', '2026-03-28T22:00+01:00', '2026-03-29T07:00:00.000Z', 'the night is an hour shorter'],
    [
      '21:00',
      '02:30',
      '2026-03-28T22:00+01:00',
      '2026-03-29T01:00:00.000Z',
      'its end is skipped: the first instant after',
    ],
    ['02:15', '04:00', '2026-03-29T01:59:59.999+01:00', 'now', 'its beginning is skipped: not before the gap'],
    [
      '02:15',
      '04:00',
      '2026-03-29T03:00+02:00',
      '2026-03-29T02:00:00.000Z',
      'its beginning is skipped: right after it',
    ],
    ['02:15', '02:45', '2026-03-29T03:00+02:00', 'now', 'skipped whole'],
    // 25 October 2026: 03:00 → 02:00
    ['21:00', '09:00', '2026-10-24T22:00+02:00', '2026-10-25T08:00:00.000Z', 'the night is an hour longer'],
    ['21:00', '02:30', '2026-10-24T22:00+02:00', '2026-10-25T00:30:00.000Z', 'its end comes twice: the first time'],
    [
      '02:30',
      '05:00',
      '2026-10-25T02:30+02:00',
      '2026-10-25T04:00:00.000Z',
      'its beginning comes twice: the first time',
    ],
    ['02:30', '05:00', '2026-10-25T02:00+01:00', '2026-10-25T04:00:00.000Z', 'and it has begun between the two'],
  ])('%s–%s, due at %s → %s (%s)', (from, to, due, when) => {
    expect(goes(rows({ from, to }), due)).toBe(when);
  });

  test('half an hour, on Lord Howe: the night of 5 April 2026 is longer by it', () => {
    expect(goes(rows({}), '2026-04-04T22:00+11:00', 'Australia/Lord_Howe')).toBe('2026-04-04T22:30:00.000Z');
  });
});

describe('7.8 they hold to their end, move to the same clock time on the next allowed day, or drop', () => {
  test('rows that follow one another are one stretch of it', () => {
    const weekend = rows(
      {},
      { from: '08:00', to: '12:00', weekdays: [6] },
      { from: '12:00', to: '13:00', weekdays: [6] },
    );
    expect(goes(weekend, '2026-03-06T22:00+01:00')).toBe('2026-03-07T12:00:00.000Z');
  });

  test('a row that holds and a later row that drops: checked again when the holding row ends', () => {
    const all = rows({}, { from: '09:00', to: '10:00', policy: 'drop' });
    expect(goes(all, '2026-03-06T22:00+01:00')).toBe('2026-03-07T08:00:00.000Z');
  });

  test('dropped', () => {
    expect(goes(rows({ policy: 'drop' }), '2026-03-06T22:00+01:00')).toBe('never');
  });

  const workdays = rows(
    { from: '00:00', to: '12:00', weekdays: [6, 7], policy: 'next-day' },
    { from: '12:00', to: '00:00', weekdays: [6, 7], policy: 'next-day' },
  );
  test.each([
    ['2026-03-07T11:00+01:00', '2026-03-09T10:00:00.000Z', 'Saturday → Monday'],
    ['2026-03-08T23:59:59.999+01:00', '2026-03-09T22:59:59.999Z', 'Sunday → Monday, to the millisecond'],
    ['2026-03-06T11:00+01:00', 'now', 'Friday'],
    ['2026-03-28T11:00+01:00', '2026-03-30T09:00:00.000Z', 'the same clock time, whatever clocks did between'],
  ])('quiet at weekends, due at %s → %s (%s)', (due, when) => {
    expect(goes(workdays, due)).toBe(when);
  });

  test('a clock time that is quiet on every day goes at the end of the quiet hours', () => {
    expect(goes(rows({ policy: 'next-day' }), '2026-03-06T22:00+01:00')).toBe('2026-03-07T08:00:00.000Z');
  });

  test('the next day is one after now, where it was due long ago', () => {
    const [row] = workdays;
    if (!row) return expect.unreachable();
    const due = at('2026-03-07T11:00+01:00');
    const until = findRelease(
      workdays,
      row,
      { channel: 'sms', scheduled: due },
      at('2026-03-15T12:00+01:00'),
      AMSTERDAM,
    );
    expect(until).toBe(at('2026-03-16T11:00+01:00'));
  });

  test('if several rows are quiet at one instant, the first row decides', () => {
    expect(goes(rows({ policy: 'drop' }, {}), '2026-03-06T22:00+01:00')).toBe('never');
  });
});

describe('7.8 for any rows, zone and instant', () => {
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  /** Of at most eight hours, so that three leave some of the day open. */
  const row = fc
    .record({
      from: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 479 }),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
      policy: fc.constantFrom('hold' as const, 'next-day' as const),
    })
    .map(({ from, length, ...more }) => ({ ...more, from: clock(from), to: clock(from + length) }));
  const zone = fc.constantFrom(
    AMSTERDAM,
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
    'Africa/Cairo',
  );
  const due = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }).map(instant);

  test('a message goes later than it was due, and when it goes it is not quiet', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), zone, due, (given, there, then) => {
        const all = rows(...given);
        const found = quietBy(all, 'sms', then, there);
        if (!found) return;
        const until = findRelease(all, found, { channel: 'sms', scheduled: then }, then, there);
        expect(until).toBeGreaterThan(then);
        const still = quietBy(all, 'sms', until ?? then, there);
        expect(still?.policy).not.toBe('hold');
        if (found.policy === 'next-day') expect(still).toBeUndefined();
      }),
    );
  });
});
