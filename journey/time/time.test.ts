import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  Duration,
  type Instant,
  inLocal,
  inLocalWords,
  instant,
  inWords,
  isTimeZone,
  after as later,
  nextLocal,
  readInstant,
  readZone,
  toIso,
  WaitLength,
} from './time.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
const length = (text: string): Duration => Duration.parse(text);

const ZONES = [
  'Europe/Amsterdam',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
] as const;

describe('a delay of 1d is a calendar day, 24h is 24 hours (design.md §7.6)', () => {
  test.each([
    // Amsterdam, 29 March 2026: 02:00 → 03:00
    ['1d', 'Europe/Amsterdam', '2026-03-28T10:00+01:00', '2026-03-29T10:00+02:00', 'the same clock time, an hour less'],
    ['24h', 'Europe/Amsterdam', '2026-03-28T10:00+01:00', '2026-03-29T11:00+02:00', 'as many hours'],
    ['1d', 'Europe/Amsterdam', '2026-03-28T02:00+01:00', '2026-03-29T03:00+02:00', 'the gap begins at this very time'],
    [
      '1d',
      'Europe/Amsterdam',
      '2026-03-28T02:30+01:00',
      '2026-03-29T03:00+02:00',
      'in the gap: the first instant after',
    ],
    [
      '1d',
      'Europe/Amsterdam',
      '2026-03-28T02:59:59.999+01:00',
      '2026-03-29T03:00+02:00',
      'a millisecond before its end',
    ],
    ['1d', 'Europe/Amsterdam', '2026-03-28T03:00+01:00', '2026-03-29T03:00+02:00', 'at its end'],
    // 25 October 2026: 03:00 → 02:00
    ['1d', 'Europe/Amsterdam', '2026-10-24T02:30+02:00', '2026-10-25T02:30+02:00', 'twice: the first time'],
    ['24h', 'Europe/Amsterdam', '2026-10-24T10:00+02:00', '2026-10-25T09:00+01:00', 'as many hours'],
    ['1d', 'Europe/Amsterdam', '2026-10-25T02:30+01:00', '2026-10-26T02:30+01:00', 'from the second time on'],
    ['1w', 'Europe/Amsterdam', '2026-03-25T10:00+01:00', '2026-04-01T10:00+02:00', 'a week is seven of them'],
    [
      '1d12h',
      'Europe/Amsterdam',
      '2026-03-28T10:00+01:00',
      '2026-03-29T22:00+02:00',
      'the calendar first, then the clock',
    ],
    // Lord Howe moves by half an hour
    ['1d', 'Australia/Lord_Howe', '2026-10-03T02:15+10:30', '2026-10-04T02:30+11:00', 'in half an hour of gap'],
    [
      '1d',
      'Australia/Lord_Howe',
      '2026-04-04T01:45+11:00',
      '2026-04-05T01:45+11:00',
      'half an hour twice: the first time',
    ],
    // Samoa went over the date line: there was no 30 December 2011
    ['1d', 'Pacific/Apia', '2011-12-29T10:00-10:00', '2011-12-31T00:00+14:00', 'a day that was skipped ends at once'],
    ['2d', 'Pacific/Apia', '2011-12-29T10:00-10:00', '2011-12-31T10:00+14:00', 'two of them'],
    ['48h', 'Pacific/Apia', '2011-12-29T10:00-10:00', '2012-01-01T10:00+14:00', 'as many hours'],
    ['1d', 'UTC', '2026-03-28T10:00Z', '2026-03-29T10:00Z', 'no DST at all'],
    ['90s', 'Europe/Amsterdam', '2026-03-29T01:59+01:00', '2026-03-29T03:00:30+02:00', 'on the clock, through the gap'],
  ])('%s in %s from %s → %s: %s', (text, zone, start, end) => {
    expect(toIso(later(at(start), length(text), zone))).toBe(toIso(at(end)));
  });

  test('before a date, days are counted back on the calendar', () => {
    expect(toIso(later(at('2026-03-29T10:00+02:00'), length('1d'), 'Europe/Amsterdam', -1))).toBe(
      toIso(at('2026-03-28T10:00+01:00')),
    );
  });

  test.each(ZONES)(
    'it agrees with Temporal about every quarter of an hour round the changes of %s, 2024–2030',
    (zone) => {
      for (const { start, end } of changesOf(zone).flatMap((change) => daysRound(change, zone)))
        expect(toIso(later(start, length('1d'), zone))).toBe(toIso(end));
    },
  );

  test('a wait never ends before it began, whatever its length and zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.tuple(fc.nat(100), fc.nat(30), fc.nat(50), fc.nat(90)),
        fc.constantFrom(...ZONES),
        (start, [w, d, h, s], zone) => {
          fc.pre(w + d + h + s > 0);
          expect(later(instant(start), length(`${w}w${d}d${h}h${s}s`), zone)).toBeGreaterThan(start);
        },
      ),
    );
  });
});

function changesOf(zone: string): readonly Temporal.ZonedDateTime[] {
  const changes: Temporal.ZonedDateTime[] = [];
  let now = Temporal.Instant.from('2024-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (now && now.year <= 2030) {
    changes.push(now);
    now = now.getTimeZoneTransition('next');
  }
  return changes;
}

/** A day that ends round a change, by Temporal alone: at the earlier of two, or at the first instant after the gap. */
const daysRound = (change: Temporal.ZonedDateTime, zone: string) =>
  Array.from({ length: 25 }, (_, index) => change.toPlainDateTime().add({ minutes: 15 * (index - 12) })).map(
    (local) => {
      const start = local.subtract({ days: 1 }).toZonedDateTime(zone);
      const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
      const exists = earlier.toPlainDateTime().equals(local);
      const end = exists ? earlier : earlier.getTimeZoneTransition('next');
      return { start: instant(start.epochMilliseconds), end: instant(end?.epochMilliseconds ?? Number.NaN) };
    },
  );

describe('the next such time is after now, on the user’s clock', () => {
  test.each([
    ['09:00', [], '2026-03-02T08:59:59.999+01:00', '2026-03-02T09:00+01:00'],
    ['09:00', [], '2026-03-02T09:00+01:00', '2026-03-03T09:00+01:00'],
    ['09:00', [1], '2026-03-02T09:00+01:00', '2026-03-09T09:00+01:00'], // a Monday
    ['09:00', [7], '2026-03-02T09:00+01:00', '2026-03-08T09:00+01:00'],
    ['09:00', [2, 4], '2026-03-03T10:00+01:00', '2026-03-05T09:00+01:00'],
    ['02:30', [], '2026-03-28T12:00+01:00', '2026-03-29T03:00+02:00'], // skipped
    ['02:30', [], '2026-10-24T12:00+02:00', '2026-10-25T02:30+02:00'], // twice
    ['02:30', [], '2026-10-25T02:30+02:00', '2026-10-26T02:30+01:00'],
    ['00:00', [], '2026-03-02T00:00+01:00', '2026-03-03T00:00+01:00'],
  ])('%s on %j after %s → %s', (time, weekdays, start, end) => {
    expect(toIso(nextLocal(at(start), weekdays, time, 'Europe/Amsterdam'))).toBe(toIso(at(end)));
  });
});

describe('a moment is read as authors and services write it', () => {
  test.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00Z'],
    ['2026-03-02T09:00:00.123z', '2026-03-02T09:00:00.123Z'],
    ['2026-03-02T09:00+02:00', '2026-03-02T07:00Z'],
    ['2026-03-02 09:00:00+02', '2026-03-02T07:00Z'], // as PostgreSQL prints it
    ['2026-03-02T09:00-0330', '2026-03-02T12:30Z'],
    ['2026-03-02T09:00', '2026-03-02T08:00Z'], // on the clock of the zone
    ['2026-03-02 09:00', '2026-03-02T08:00Z'],
    ['2026-03-02', '2026-03-01T23:00Z'], // its midnight there
    ['2026-03-29T02:00', '2026-03-29T01:00Z'], // skipped
    [1_772_442_000, '2026-03-02T09:00Z'], // seconds
    [1_772_442_000_000, '2026-03-02T09:00Z'], // milliseconds
    [1_772_442_000.5, '2026-03-02T09:00:00.500Z'],
    [-1, '1969-12-31T23:59:59Z'],
  ])('%s → %s', (value, iso) => {
    expect(toIso(readInstant(value, 'Europe/Amsterdam') ?? instant(0))).toBe(toIso(at(iso)));
  });

  test.each([
    'tomorrow',
    '',
    '2026-02-30',
    '02/03/2026',
    '2026-03-02T09:00[Europe/Paris]',
    '2026-03-02T25:00',
    '+200000-01-01T00:00Z',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    -1e300,
    null,
    undefined,
    true,
    {},
    [],
  ])('%j is none', (value) => {
    expect(readInstant(value, 'Europe/Amsterdam')).toBeUndefined();
  });

  test('whatever the value is, it answers, and arithmetic on the answer never fails', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.string(), fc.date().map(String)), (value) => {
        const read = readInstant(value, 'Pacific/Apia');
        if (read !== undefined) expect(toIso(later(read, length('5000w'), 'Pacific/Apia'))).toContain('T');
      }),
    );
  });
});

describe('impossible lengths and zones are refused', () => {
  test.each(['1s', '90s', '2h30m', '1w2d3h4m5s', '0h1s', '5000w'])('%s is a length', (text) => {
    expect(Duration.safeParse(text).success).toBe(true);
  });
  test.each(['', '0s', '1', 's', '1.5h', '-1h', '1h ', '1m1h', '500ms', '1y', '5300w', `${'9'.repeat(40)}d`])(
    '%j is none',
    (text) => {
      expect(Duration.safeParse(text).success).toBe(false);
    },
  );
  test('a wait is at most 5 years, leap days granted', () => {
    expect(WaitLength.safeParse('1827d').success).toBe(true);
    expect(WaitLength.safeParse('1831d').success).toBe(false);
  });

  test.each(['Europe/Amsterdam', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])('%s is a zone', (zone) => {
    expect(isTimeZone(zone)).toBe(true);
  });
  test.each(['', 'Amsterdam', '+02:00', '2020-01-01T00:00Z', '2020-01-01T00:00[Europe/Paris]', '__proto__'])(
    '%j is none',
    (zone) => {
      expect([isTimeZone(zone), isTimeZone(zone)]).toEqual([false, false]);
    },
  );
});

describe('in words', () => {
  test.each([
    ['1d', '1 day'],
    ['1w2d1h30m1s', '1 week 2 days 1 hour 30 minutes 1 second'],
    ['0h90s', '90 seconds'],
  ])('%s → %s', (text, words) => {
    expect(inWords(length(text))).toBe(words);
  });

  test('an instant is shown on the local clock', () => {
    expect(inLocalWords(at('2026-03-29T01:00Z'), 'Europe/Amsterdam')).toBe('Sun 29 Mar 2026 03:00');
  });
});

describe('D9 zones as profiles have them', () => {
  test.each([
    ['Europe/Amsterdam', 'Europe/Amsterdam'],
    [' Europe/Amsterdam ', 'Europe/Amsterdam'],
    ['Pacific Standard Time', 'America/Los_Angeles'],
    ['w. europe standard time', 'Europe/Berlin'],
    ['GMT+2', 'Etc/GMT-2'],
    ['GMT +02:00', 'Etc/GMT-2'],
    ['UTC-5', 'Etc/GMT+5'],
    ['+02:00', 'Etc/GMT-2'],
    ['-0800', 'Etc/GMT+8'],
    ['+14', 'Etc/GMT-14'],
    ['+05:30', 'Asia/Kolkata'],
    ['UTC+5:45', 'Asia/Kathmandu'],
    ['+00:00', 'UTC'],
    ['Z', 'UTC'],
    ['Etc/GMT+2', 'Etc/GMT+2'], // by its own rule: two hours behind
  ])('D9 %j means %s', (text, zone) => {
    expect([readZone(text), readZone(text)]).toEqual([zone, zone]);
  });
  test.each([
    '',
    ' ',
    '+15:00',
    '-13',
    '+01:07',
    'CET+1',
    'GMT+',
    'Amsterdam',
    'constructor',
    '+2:0',
    '+02:60',
    'x'.repeat(65),
  ])('D9 %j is none', (text) => {
    expect(readZone(text)).toBeUndefined();
  });
  test('D9 each Windows name and each offset means a zone that its users’ clocks show', () => {
    const at = instant(Date.parse('2026-07-01T12:00Z'));
    for (const zone of Object.keys(WINDOWS_ZONES)) expect(() => inLocal(at, readZone(zone) ?? '?')).not.toThrow();
    for (const [text, hours] of [
      ['+02:00', 2],
      ['-09:30', -9.5],
      ['+08:45', 8.75],
      ['+03:30', 3.5],
    ] as const)
      expect(inLocal(at, readZone(text) ?? '?').ms).toBe((12 + hours) * 3_600_000);
  });
});
