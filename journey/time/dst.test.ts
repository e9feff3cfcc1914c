import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { Duration, type Instant, instant, after as later, nextLocal, toIso } from './time.ts';

/**
 * Every transition 2024–2030 in ten zones, against a model that knows only what the clocks of a zone show at an
 * instant, as `Intl` says it: a local time happens at the first instant that shows it, or, where a change skips it, at
 * the first instant after the gap (design.md §7.6).
 */
const ZONES = [
  'Europe/Amsterdam',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Pacific/Chatham',
];
const FROM = Date.parse('2024-01-01T00:00:00Z');
const TO = Date.parse('2031-01-01T00:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const transitionsOf = (zone: string): readonly number[] => {
  const found: number[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at && at.epochMilliseconds < TO) {
    found.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition('next');
  }
  return found;
};

const formats = new Map<string, Intl.DateTimeFormat>();
/** What the clocks show, as if it were UTC. */
function shown(at: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

/**
 * The first instant, by quarters of an hour, that shows the local time or a later one: as no zone here changes at
 * another minute.
 */
function modelOf(local: number, zone: string): number {
  for (let at = local - 15 * 3_600_000; ; at += 15 * MINUTE) if (shown(at, zone) >= local) return at;
}

const CLOCKS = [
  '00:00',
  '00:30',
  '01:00',
  '01:30',
  '01:45',
  '02:00',
  '02:15',
  '02:30',
  '02:45',
  '03:00',
  '03:30',
  '09:00',
];

describe('World: DST, every transition 2024–2030 in ten zones (design.md §7.6)', () => {
  test('there are many', () => {
    expect(ZONES.reduce((sum, zone) => sum + transitionsOf(zone).length, 0)).toBeGreaterThan(100);
  });

  test.each(ZONES)('%s: the next such time of day, on the days around each transition', (zone) => {
    for (const transition of transitionsOf(zone))
      for (const clock of CLOCKS) {
        const start = instant(transition - 30 * 3_600_000);
        const next = nextLocal(start, [], clock, zone);
        expect([clock, toIso(next)]).toEqual([clock, toIso(expectedNext(start, clock, zone))]);
        const beyond = nextLocal(next, [], clock, zone);
        expect([clock, toIso(beyond)]).toEqual([clock, toIso(expectedNext(next, clock, zone))]);
      }
  });

  test.each(ZONES)('%s: 1d is the same clock time tomorrow, 24h is 24 hours', (zone) => {
    for (const transition of transitionsOf(zone))
      for (let hours = -27; hours <= 3; hours += 1.5) {
        const start = instant(transition + hours * 3_600_000);
        expect(later(start, Duration.parse('24h'), zone)).toBe(start + DAY);
        const tomorrow = modelOf(shown(start, zone) + DAY, zone);
        expect([toIso(start), toIso(later(start, Duration.parse('1d'), zone))]).toEqual([
          toIso(start),
          toIso(instant(tomorrow)),
        ]);
      }
  });

  test('Samoa, which skipped a whole day: times in it happen when the clocks continue', () => {
    const before = instant(Date.parse('2011-12-29T19:00:00Z')); // Thursday 29 December 2011, 09:00 in Apia
    expect(toIso(later(before, Duration.parse('1d'), 'Pacific/Apia'))).toBe('2011-12-30T10:00:00.000Z');
    expect(toIso(later(before, Duration.parse('2d'), 'Pacific/Apia'))).toBe('2011-12-30T19:00:00.000Z');
  });
});

function expectedNext(start: Instant, clock: string, zone: string): Instant {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const today = Math.floor(shown(start, zone) / DAY) * DAY;
  for (let day = today; ; day += DAY) {
    const at = modelOf(day + (hour * 60 + minute) * MINUTE, zone);
    if (at > start) return instant(at);
  }
}
