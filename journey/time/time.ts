import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { firstAt, isTimeZone, localOf, readZone, ZONE_NAME } from './time-zone.ts';
import { readEpochText, readWritten } from './written-date.ts';

/** Durations, dates and calendars. Time zones are in time-zone.ts. The rules are in design.md §7.6. */

export { isTimeZone, readZone };

/** Milliseconds since the epoch, UTC. Branded so that a duration can't be passed where an instant is expected. */
export const Instant = z.int().brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** Brands a number as an instant, without a check. For results of arithmetic and values from the store. */
export const instant = (ms: number): Instant => ms as Instant;

/** Keeps arithmetic on parsed durations within the range of dates. */
const MAX_YEARS = 100;
const MAX_WAIT_YEARS = 5;

/** The form of a duration: amounts with units, the largest unit first. */
const LENGTH = /^(?=\d)(?:(\d{1,10})w)?(?:(\d{1,10})d)?(?:(\d{1,10})h)?(?:(\d{1,10})m)?(?:(\d{1,10})s)?$/;

/**
 * A duration as authors write it: `90s`, `2h30m`, `3d`. `24h` is 24 hours; `1d` is the same local time tomorrow. At
 * most 100 years, and never zero.
 *
 * @example
 * Duration.parse('1d12h');
 * Duration.safeParse('1.5h').error; // whole numbers with w, d, h, m or s
 */
export const Duration = text(MOST.duration)
  .regex(LENGTH, 'write whole numbers with w, d, h, m or s, such as "2h" or "1d12h"')
  .refine(
    (given) => /[1-9]/.test(given) || !LENGTH.test(given),
    broken('a length of time is more than zero', 'write at least "1s"'),
  )
  .refine((given) => !isLonger(given, MAX_YEARS), broken(`it is longer than ${MAX_YEARS} years`, 'write a shorter one'))
  .brand<'Duration'>()
  .meta({
    id: 'Duration',
    description:
      'A length of time: "90s", "2h30m", "3d", "1w". "24h" is 24 hours; "1d" is the same clock time tomorrow',
  });
export type Duration = z.infer<typeof Duration>;

/** A duration of at most 5 years, for waits. */
export const WaitLength = Duration.refine(
  (given) => !isLonger(given, MAX_WAIT_YEARS),
  broken(`a wait is at most ${MAX_WAIT_YEARS} years`, 'write a shorter one'),
);

/** An IANA time zone: `Europe/Amsterdam`. */
export const TimeZone = text(MOST.zone)
  .refine(isTimeZone, broken('there is no such time zone', 'use an IANA name, such as "Europe/Amsterdam"'))
  .meta({
    id: 'TimeZone',
    description: 'An IANA name: `Europe/Amsterdam`',
    pattern: ZONE_NAME.source,
    format: 'iana-time-zone',
  });

/**
 * Returns the instant `length` after `start`, or before it with `sign` −1. Weeks and days are calendar days in `zone`;
 * hours, minutes and seconds are exact. A local time that a DST change skips becomes the first instant after the gap.
 * Of one that is repeated, the first counts.
 *
 * @example
 * after(start, Duration.parse('1d12h'), 'Europe/Amsterdam');
 */
export function after(start: Instant, length: Duration, zone: string, sign: 1 | -1 = 1): Instant {
  const { days, ms } = read(length);
  const moved = days === 0 ? start : firstAt(localOf(start, zone) + sign * days * DAY, zone);
  return instant(moved + sign * ms);
}

/**
 * Returns a duration in milliseconds without a calendar: a day has 24 hours, a week 7 days.
 *
 * @example
 * inMs(Duration.parse('1d')); // 86_400_000
 */
export function inMs(length: Duration): number {
  const { days, ms } = read(length);
  return days * DAY + ms;
}

interface Length {
  readonly days: number;
  readonly ms: number;
}

const DAY = 86_400_000;
const UNITS = [
  ['week', { days: 7, ms: 0 }],
  ['day', { days: 1, ms: 0 }],
  ['hour', { days: 0, ms: 3_600_000 }],
  ['minute', { days: 0, ms: 60_000 }],
  ['second', { days: 0, ms: 1000 }],
] as const;

/** Caches parsed durations. Documents repeat the same few. */
const lengths = new Map<Duration, Length>();

function read(length: Duration): Length {
  const known = lengths.get(length);
  if (known) return known;
  const parsed = parse(length);
  if (lengths.size >= 10_000) lengths.clear();
  lengths.set(length, parsed);
  return parsed;
}

function parse(given: string): Length {
  const amounts = amountsIn(given);
  return {
    days: UNITS.reduce((sum, [, unit], index) => sum + (amounts[index] ?? 0) * unit.days, 0),
    ms: UNITS.reduce((sum, [, unit], index) => sum + (amounts[index] ?? 0) * unit.ms, 0),
  };
}

/** Returns one amount for each unit, in the order of `UNITS`. */
const amountsIn = (given: string): readonly number[] =>
  LENGTH.exec(given)
    ?.slice(1)
    .map((amount) => Number(amount ?? 0)) ?? [];

function isLonger(given: string, years: number): boolean {
  const { days, ms } = parse(given);
  return days * DAY + ms > years * 366 * DAY;
}

/** A local time of day, to the minute: `21:00`. */
export const Clock = text(MOST.clock)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as "21:00"')
  .meta({ id: 'Clock' });

/** Returns the milliseconds from midnight to a time of day such as `21:00`. */
export function clockMs(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/**
 * Returns the first instant after `start` at which the clock of `zone` shows `time` (`09:00`) on one of `weekdays` (1
 * Monday … 7 Sunday). An empty list means every day.
 *
 * @throws RangeError if no such instant exists within nine days, which no parsed weekday and time can cause
 */
export function nextLocal(start: Instant, weekdays: readonly number[], time: string, zone: string): Instant {
  const today = Math.floor(localOf(start, zone) / DAY);
  const clock = clockMs(time);
  for (let day = today; day <= today + 8; day += 1) {
    if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
    const at = firstAt(day * DAY + clock, zone);
    if (at > start) return instant(at);
  }
  throw new RangeError(`no ${time} on ${weekdays.join()} within nine days of ${start}`);
}

/**
 * Returns `start` if it lies within these hours on one of `weekdays` in `zone`, else the next instant at which they
 * start.
 */
export function nextWithin(
  start: Instant,
  weekdays: readonly number[],
  { from, to }: { readonly from: string; readonly to: string },
  zone: string,
): Instant {
  const { day, ms } = inLocal(start, zone);
  const isDay = weekdays.length === 0 || weekdays.includes(weekdayOf(day));
  return isDay && ms >= clockMs(from) && ms < clockMs(to) ? start : nextLocal(start, weekdays, from, zone);
}

/** A local date and time: days since the epoch, and milliseconds since midnight as the clock shows them. */
export interface Local {
  readonly day: number;
  readonly ms: number;
}

/** Returns the local date and time of an instant in a zone. */
export function inLocal(at: Instant, zone: string): Local {
  const local = localOf(at, zone);
  const day = Math.floor(local / DAY);
  return { day, ms: local - day * DAY };
}

/** Returns the instant of a local date and time. design.md §7.6 covers times that are skipped or repeated. */
export const fromLocal = ({ day, ms }: Local, zone: string): Instant => instant(firstAt(day * DAY + ms, zone));

/** Returns the first instant of a day, counted from the epoch, in a zone. */
export const startOfDay = (day: number, zone: string): Instant => instant(firstAt(day * DAY, zone));

/** Returns the day of an instant, counted from the epoch. A day begins when the clocks first show its midnight. */
export function dayAt(at: Instant, zone: string): number {
  const { day } = inLocal(at, zone);
  return at >= startOfDay(day + 1, zone) ? day + 1 : day; // the clocks were set back over midnight
}

/** Returns the weekday, 1 Monday … 7 Sunday, of a day counted from the epoch. Day 0 was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** Returns the calendar date of a day counted from the epoch. */
export function calendarOf(day: number): { readonly year: number; readonly month: number; readonly day: number } {
  const { year, month, day: dayOfMonth } = EPOCH_DAY.add({ days: day });
  return { year, month, day: dayOfMonth };
}

/** Returns a calendar date as a day counted from the epoch. */
export const dayOf = (year: number, month: number, day: number): number =>
  EPOCH_DAY.until(Temporal.PlainDate.from({ year, month, day })).days;

/** Returns the number of days in the month of a day counted from the epoch. */
export const daysInMonth = (day: number): number => EPOCH_DAY.add({ days: day }).daysInMonth;

const EPOCH_DAY = Temporal.PlainDate.from('1970-01-01');

/** Reads a date, such as `2026-12-01`, as a day counted from the epoch; undefined if there is no such day. */
export function readDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return EPOCH_DAY.until(Temporal.PlainDate.from(text)).days;
  } catch {
    return undefined; // 30 February
  }
}

/** End of the year 9999. Values beyond it are mistakes, and date arithmetic on them would fail. */
const FURTHEST = 253_402_300_799_999;

/** A date or date-time as authors write it. Checked by `readInstant` once its time zone is known. */
export const Moment = text(MOST.moment).meta({
  id: 'Moment',
  description: 'ISO 8601: `2026-12-24T09:00` on the local clock, `2026-12-24T09:00Z` at one instant',
});

/** How dates such as `03/10/2026` are written. */
export const DateOrder = z.enum(['dmy', 'mdy']).meta({
  id: 'DateOrder',
  description: 'How dates such as `03/10/2026` are written: `dmy` day first, `mdy` month first',
});
export type DateOrder = z.infer<typeof DateOrder>;

/**
 * Reads a moment in `zone`. Everything that reads a date reads it here: waits, date entries, conditions, segments and
 * Liquid. Accepts ISO 8601 in all its forms, RFC 2822, dates with the name of a month, such as JavaScript prints them,
 * and seconds or milliseconds since the epoch as number or text. Without an offset, it's a local time in `zone`, and a
 * date is its midnight. `03/10/2026` needs an `order`. Returns undefined for anything else.
 *
 * @example
 * readInstant('2026-12-24T09:00', 'Europe/Amsterdam'); // 08:00 UTC
 * readInstant('Thu, 24 Dec 2026 09:00:00 +0100', 'UTC'); // 08:00 UTC
 * readInstant('24/12/2026', 'Europe/Amsterdam', 'dmy'); // 23:00 UTC on the 23rd
 * readInstant(1_700_000_000, 'UTC'); // seconds
 * readInstant('30 February 2026', 'UTC'); // undefined
 */
export function readInstant(value: unknown, zone: string, order?: DateOrder): Instant | undefined {
  if (typeof value === 'number') return ofEpoch(value);
  if (typeof value !== 'string') return undefined;
  const epoch = readEpochText(value);
  if (epoch !== undefined) return ofEpoch(epoch);
  const written = readWritten(value, order);
  if (written === undefined) return undefined;
  const { day, ms, offset } = written;
  return instant(offset === null ? firstAt(day * DAY + ms, zone) : day * DAY + ms - offset);
}

/**
 * Reads the calendar date in a value, whatever time and offset are written with it, as a day counted from the epoch. An
 * epoch means its day in UTC. So a birthday stays on its day in every time zone. Undefined if the value is no date.
 *
 * @example
 * readCalendarDay('1990-03-14T00:00:00Z'); // March 14, in New York too
 */
export function readCalendarDay(value: unknown, order?: DateOrder): number | undefined {
  const text = typeof value === 'string' && readEpochText(value) === undefined ? value : undefined;
  if (text !== undefined) return readWritten(text, order)?.day;
  const at = readInstant(value, 'UTC');
  return at === undefined ? undefined : Math.floor(at / DAY);
}

/** Returns the day that a date without a time names, counted from the epoch; undefined for any other value. */
export function readWholeDay(value: unknown, order?: DateOrder): number | undefined {
  const written = typeof value === 'string' ? readWritten(value, order) : undefined;
  return written?.hasTime === false ? written.day : undefined;
}

/** Numbers below 1e11 are seconds, which covers dates until the year 5138. Larger ones are milliseconds. */
function ofEpoch(value: number): Instant | undefined {
  const at = Math.trunc(Math.abs(value) < 1e11 ? value * 1000 : value) + 0; // no -0
  return Math.abs(at) <= FURTHEST ? instant(at) : undefined;
}

/** ISO 8601 as API calls write it, which is narrower than what `readInstant` reads. */
const ISO =
  /^\d{4}-\d{2}-\d{2}([Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?([Zz]|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?$/;

/** A date or date-time in an API call. It must exist in the calendar. */
export const IsoMoment = text(MOST.moment)
  .regex(ISO, 'is no moment: write ISO 8601, such as 2026-12-01 or 2026-12-01T09:00:00Z')
  .refine(
    (given) => readInstant(given, 'UTC') !== undefined || !ISO.test(given),
    broken('there is no such day', 'write one of the calendar'),
  )
  .meta({ format: 'iso-moment' });

/** A date or date-time in an API call, or seconds or milliseconds since the epoch. */
export const EpochOrIso = z.union([IsoMoment, z.number().min(-FURTHEST).max(FURTHEST)]);

/** Returns the earliest local time, as if it were UTC, whose instant is at or after `at`. */
export function localFrom(at: Instant, zone: string): number {
  let before = localOf(at, zone) - 2 * DAY;
  let from = localOf(at, zone) + 2 * DAY;
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (firstAt(middle, zone) >= at) from = middle;
    else before = middle;
  }
  return from;
}

/** Formats an instant in local time, to the minute: `Tue 3 Mar 2026 09:00`. */
export function inLocalWords(at: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][local.dayOfWeek - 1];
  const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[local.month - 1];
  const clock = [local.hour, local.minute].map((part) => String(part).padStart(2, '0')).join(':');
  return `${day} ${local.day} ${month} ${local.year} ${clock}`;
}

/** Formats an instant as ISO 8601 in UTC. */
export const toIso = (at: Instant): string => new Date(at).toISOString();

/** Returns whether a duration contains weeks or days, so that it depends on a time zone. */
export const hasDays = (length: Duration): boolean => read(length).days > 0;

/** Describes a duration: `1 day 12 hours`. */
export const inWords = (length: Duration): string => {
  const amounts = amountsIn(length);
  return UNITS.flatMap(([unit], index) => {
    const amount = amounts[index] ?? 0;
    return amount === 0 ? [] : [`${amount} ${unit}${amount === 1 ? '' : 's'}`];
  }).join(' ');
};
