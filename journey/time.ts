import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** The only file that knows zones and calendars. Rules: design.md §7.6. */

/** Milliseconds since the epoch, UTC. Branded, so that a duration cannot stand where a moment is meant. */
export const Instant = z.int().brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** Made, not checked: for what the store or arithmetic has just produced. */
export const instant = (ms: number): Instant => ms as Instant;

/** A length of time as authors write it: `90s`, `2h30m`, `3d`. `24h` is 24 hours; `1d` is the same local clock time tomorrow. */
export const Duration = z
  .string()
  .regex(
    /^(?=\d)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/,
    'write whole numbers with w, d, h, m or s, such as "2h" or "1d12h"',
  )
  .refine((text) => /[1-9]/.test(text), 'a length of time is more than zero')
  .brand<'Duration'>();
export type Duration = z.infer<typeof Duration>;

/** An IANA zone: `Europe/Amsterdam`. */
export const TimeZone = z.string().refine(isTimeZone, 'use an IANA time zone, such as "Europe/Amsterdam"');

const UNITS = { w: 'weeks', d: 'days', h: 'hours', m: 'minutes', s: 'seconds' } as const;
type Unit = (typeof UNITS)[keyof typeof UNITS];

const parts = (length: Duration): readonly { readonly amount: number; readonly unit: Unit }[] =>
  [...length.matchAll(/(\d+)([wdhms])/g)].map(([, amount, unit]) => ({
    amount: Number(amount),
    unit: UNITS[unit as keyof typeof UNITS],
  }));

/**
 * The instant that lies `length` after `start` (before it, with `sign` −1). Weeks and days are counted on the calendar of `zone`,
 * hours and less on the clock. A local time that a DST change skips happens at the first instant after the gap; one that happens
 * twice, the first time.
 */
export function after(start: Instant, length: Duration, zone: string, sign: 1 | -1 = 1): Instant {
  let days = 0;
  let ms = 0;
  for (const { amount, unit } of parts(length)) {
    if (unit === 'weeks') days += 7 * amount;
    else if (unit === 'days') days += amount;
    else ms += amount * EXACT[unit];
  }
  const moved = days === 0 ? start : onCalendar(start, sign * days, zone);
  return instant(moved + sign * ms);
}

const EXACT = { hours: 3_600_000, minutes: 60_000, seconds: 1_000 } as const;

function onCalendar(start: Instant, days: number, zone: string): Instant {
  const local = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone).toPlainDateTime();
  return resolve(local.add({ days }), zone);
}

/** `compatible` would answer 03:30 for a skipped 02:30; the first instant after the gap is 03:00. */
function resolve(local: Temporal.PlainDateTime, zone: string): Instant {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return instant(earlier.epochMilliseconds);
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  return instant((later.getTimeZoneTransition('previous') ?? later).epochMilliseconds);
}

/** The first moment after `start` that is one of `weekdays` (1 Monday … 7 Sunday; any, if empty) at `time` (`09:00`) on the clock of `zone`. */
export function nextLocal(start: Instant, weekdays: readonly number[], time: string, zone: string): Instant {
  const today = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone).toPlainDate();
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const date = today.add({ days: ahead });
    if (weekdays.length > 0 && !weekdays.includes(date.dayOfWeek)) continue;
    const at = resolve(date.toPlainDateTime(Temporal.PlainTime.from(time)), zone);
    if (at > start) return at;
  }
  throw new RangeError(`no ${time} on ${weekdays.join()} within nine days of ${start}`);
}

/**
 * A moment as authors and services write it: ISO 8601 with an offset, without one (a local time of `zone`), a bare date (its midnight
 * there), or seconds or milliseconds since the epoch. Undefined, if it is none of them.
 */
export function readInstant(value: unknown, zone: string): Instant | undefined {
  if (typeof value === 'number' && Number.isFinite(value))
    return instant(Math.trunc(value < 1e11 ? value * 1000 : value));
  if (typeof value !== 'string') return undefined;
  try {
    if (/[zZ]$|[+-]\d{2}:?\d{2}$/.test(value) && value.includes('T'))
      return instant(Temporal.Instant.from(value).epochMilliseconds);
    return resolve(Temporal.PlainDateTime.from(value), zone);
  } catch {
    return undefined;
  }
}

export function isTimeZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  if (zones.size > 1000) zones.clear(); // names come from profiles: nobody fills the memory with them
  zones.set(zone, isNamed(zone));
  return isNamed(zone);
}

/** The question is asked at every decision, and costs a microsecond only once. */
const zones = new Map<string, boolean>();

function isNamed(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
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

export function inWords(length: Duration): string {
  return parts(length)
    .filter(({ amount }) => amount > 0)
    .map(({ amount, unit }) => (amount === 1 ? `1 ${unit.slice(0, -1)}` : `${amount} ${unit}`))
    .join(' ');
}
