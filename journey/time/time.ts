import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { firstAt, isTimeZone, localOf, ZONE_NAME } from './time-zone.ts';

/**
 * All that is known of lengths, dates and calendars; only time-zone.ts, below it, knows zones. Rules: design.md §7.6.
 */

export { isTimeZone };

/** Milliseconds since the epoch, UTC. Branded, so that a duration cannot stand where a moment is meant. */
export const Instant = z.int().brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** Made, not checked: for what the store or arithmetic has just produced. */
export const instant = (ms: number): Instant => ms as Instant;

/** So that arithmetic on what has been parsed never fails. */
const MAX_YEARS = 100;
const MAX_WAIT_YEARS = 5;

/** The one expression that lengths of time are read by: an amount a unit, the larger first. */
const LENGTH = /^(?=\d)(?:(\d{1,10})w)?(?:(\d{1,10})d)?(?:(\d{1,10})h)?(?:(\d{1,10})m)?(?:(\d{1,10})s)?$/;

/**
 * A length of time as authors write it: `90s`, `2h30m`, `3d`. `24h` is 24 hours; `1d` is the same local clock time
 * tomorrow.
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

/** How long somebody may be kept waiting. */
export const WaitLength = Duration.refine(
  (given) => !isLonger(given, MAX_WAIT_YEARS),
  broken(`a wait is at most ${MAX_WAIT_YEARS} years`, 'write a shorter one'),
);

/** An IANA zone: `Europe/Amsterdam`. */
export const TimeZone = text(MOST.zone)
  .refine(isTimeZone, broken('there is no such time zone', 'use an IANA name, such as "Europe/Amsterdam"'))
  .meta({
    id: 'TimeZone',
    description: 'An IANA name: `Europe/Amsterdam`',
    pattern: ZONE_NAME.source,
    format: 'iana-time-zone',
  });

/**
 * Returns the instant that lies `length` after `start` (before it, with `sign` −1). Weeks and days are counted on the
 * calendar of `zone`, hours and less on the clock. A local time that a DST change skips happens at the first instant
 * after the gap; one that happens twice, the first time.
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
 * Returns a length in milliseconds without a calendar: a day has 24 hours, a week seven days. `inMs('1d')` is
 * 86,400,000.
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

/** Documents say the same few lengths over and over. */
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

/** As many as there are units, in their order. */
const amountsIn = (given: string): readonly number[] =>
  LENGTH.exec(given)
    ?.slice(1)
    .map((amount) => Number(amount ?? 0)) ?? [];

function isLonger(given: string, years: number): boolean {
  const { days, ms } = parse(given);
  return days * DAY + ms > years * 366 * DAY;
}

/** A time of day, to the minute: `21:00`. */
export const Clock = text(MOST.clock)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as "21:00"')
  .meta({ id: 'Clock' });

/** Milliseconds since midnight. */
export function clockMs(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/**
 * The first moment after `start` that is one of `weekdays` (1 Monday … 7 Sunday; any, if empty) at `time` (`09:00`) on
 * the clock of `zone`.
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
 * `start` itself, if it lies within these hours of one of `weekdays` on the clock of `zone`; else when they next begin.
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

/** What the clock of a zone shows: days since the epoch on its calendar, and milliseconds since its midnight. */
export interface Local {
  readonly day: number;
  readonly ms: number;
}

export function inLocal(at: Instant, zone: string): Local {
  const local = localOf(at, zone);
  const day = Math.floor(local / DAY);
  return { day, ms: local - day * DAY };
}

/** When the clock of a zone shows it; skipped or shown twice: as design.md §7.6 says. */
export const fromLocal = ({ day, ms }: Local, zone: string): Instant => instant(firstAt(day * DAY + ms, zone));

/** 1 Monday … 7 Sunday, of a day counted from the epoch, which was a Thursday. */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** A day counted from the epoch, on the calendar. */
export function calendarOf(day: number): { readonly year: number; readonly month: number; readonly day: number } {
  const { year, month, day: dayOfMonth } = EPOCH_DAY.add({ days: day });
  return { year, month, day: dayOfMonth };
}

export const dayOf = (year: number, month: number, day: number): number =>
  EPOCH_DAY.until(Temporal.PlainDate.from({ year, month, day })).days;

export const daysInMonth = (day: number): number => EPOCH_DAY.add({ days: day }).daysInMonth;

const EPOCH_DAY = Temporal.PlainDate.from('1970-01-01');

/** A date as authors write it, `2026-12-01`, counted in days from the epoch. Undefined: there is no such day. */
export function readDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return EPOCH_DAY.until(Temporal.PlainDate.from(text)).days;
  } catch {
    return undefined; // 30 February
  }
}

/** End of the year 9999: what lies beyond (or as far before) is a mistake, and arithmetic on it would fail. */
const FURTHEST = 253_402_300_799_999;

/** A date or date-time as authors write it; whether it is one is told where its zone is known. */
export const Moment = text(MOST.moment).meta({
  id: 'Moment',
  description: 'ISO 8601: `2026-12-24T09:00` on the local clock, `2026-12-24T09:00Z` at one instant',
});

/**
 * A moment as authors and services write it: ISO 8601 with an offset, without one (a local time of `zone`), a bare date
 * (its midnight there), or seconds or milliseconds since the epoch. Undefined, if it is none of them.
 */
export function readInstant(value: unknown, zone: string): Instant | undefined {
  if (typeof value === 'string') return ofIso(value, zone);
  const at = typeof value === 'number' ? ofEpoch(value) : Number.NaN;
  return Math.abs(at) <= FURTHEST ? instant(at) : undefined;
}

/** Below 1e11 they are seconds: until the year 5138. */
const ofEpoch = (value: number): number => Math.trunc(Math.abs(value) < 1e11 ? value * 1000 : value);

/** The store reads moments by the same form: `read_moment` of migration 0003. */
const ISO =
  /^\d{4}-\d{2}-\d{2}([Tt ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?([Zz]|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?)?$/;

/** A date or date-time of an API call: one that there is. */
export const IsoMoment = text(MOST.moment)
  .regex(ISO, 'is no moment: write ISO 8601, such as 2026-12-01 or 2026-12-01T09:00:00Z')
  .refine(
    (given) => ofIso(given, 'UTC') !== undefined || !ISO.test(given),
    broken('there is no such day', 'write one of the calendar'),
  )
  .meta({ format: 'iso-moment' });

/** The same, or seconds or milliseconds since the epoch. */
export const EpochOrIso = z.union([IsoMoment, z.number().min(-FURTHEST).max(FURTHEST)]);

function ofIso(text: string, zone: string): Instant | undefined {
  const form = ISO.exec(text);
  if (!form) return undefined;
  try {
    const hasOffset = form[5] !== undefined;
    if (hasOffset) return instant(Temporal.Instant.from(text).epochMilliseconds);
    return instant(firstAt(Temporal.PlainDateTime.from(text).toZonedDateTime('UTC').epochMilliseconds, zone));
  } catch {
    return undefined; // 30 February
  }
}

/**
 * The earliest time, as if it were UTC, that the clocks of `zone` cannot show before `at`: local times from it on are
 * instants from `at` on.
 */
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

/** The instant in the zone's words, to the minute: `Tue 3 Mar 2026 09:00`. */
export function inLocalWords(at: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][local.dayOfWeek - 1];
  const month = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[local.month - 1];
  const clock = [local.hour, local.minute].map((part) => String(part).padStart(2, '0')).join(':');
  return `${day} ${local.day} ${month} ${local.year} ${clock}`;
}

export const toIso = (at: Instant): string => new Date(at).toISOString();

/** Whether it depends on the calendar of a place. */
export const hasDays = (length: Duration): boolean => read(length).days > 0;

/** `1 day 12 hours`. */
export const inWords = (length: Duration): string => {
  const amounts = amountsIn(length);
  return UNITS.flatMap(([unit], index) => {
    const amount = amounts[index] ?? 0;
    return amount === 0 ? [] : [`${amount} ${unit}${amount === 1 ? '' : 's'}`];
  }).join(' ');
};
