import { z } from 'zod';
import { text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import {
  after,
  type DateOrder,
  Duration,
  dayAt,
  type Instant,
  instant,
  readCalendarDay,
  readInstant,
  startOfDay,
} from '../time/time.ts';

/** Moments that conditions compare dates with, and how they read dates. */

/** Calendar days that a condition can count: ten years. */
export const MOST_DAYS = 3_660;
const Days = z.int().min(0).max(MOST_DAYS);

/** The ways to write a moment. Conditions also take another path, segments don't. */
export const MOMENT_FORMS = [
  text(MOST.moment).describe('A date or date-time, ISO 8601'),
  z.strictObject({ ago: Duration }).describe('That long before now'),
  z.strictObject({ ahead: Duration }).describe('That long after now'),
  z
    .strictObject({ daysAgo: Days })
    .describe("The whole day so many calendar days ago, in the user's time zone. 0 is today."),
  z
    .strictObject({ daysAhead: Days })
    .describe("The whole day so many calendar days ahead, in the user's time zone. 1 is tomorrow."),
] as const;
export type MomentForm = z.infer<(typeof MOMENT_FORMS)[number]>;
export type WholeDay = { readonly daysAgo: number } | { readonly daysAhead: number };

/** Schema of the flag by which a leaf reads the calendar date of its value. */
export const Calendar = z
  .literal(true)
  .optional()
  .describe(
    'The value is a calendar date, such as a birthday: its day counts as written, whatever its time or offset, so no time zone moves it',
  );

/** The zone, and the order of day and month, by which dates are read. */
export interface DateReading {
  readonly zone: string;
  readonly dateOrder?: DateOrder | undefined;
}

/** Reads a date; undefined if the value is none. A calendar date means its midnight in the zone. */
export function readDate(value: unknown, { zone, dateOrder }: DateReading, calendar?: boolean): Instant | undefined {
  if (!calendar) return readInstant(value, zone, dateOrder);
  const day = readCalendarDay(value, dateOrder);
  return day === undefined ? undefined : startOfDay(day, zone);
}

/** The first and the last millisecond of a moment. They differ for a whole day. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Returns how many calendar days ago a whole day is; negative if it is ahead. */
export const daysAgoOf = (day: WholeDay): number => ('daysAgo' in day ? day.daysAgo : -day.daysAhead);

/** Returns the span of the whole day so many calendar days before now. */
export function spanOfDay(day: WholeDay, now: Instant, zone: string): Span {
  const number = dayAt(now, zone) - daysAgoOf(day);
  return { from: startOfDay(number, zone), to: instant(startOfDay(number + 1, zone) - 1) };
}

/** Returns the span that a condition's moment covers; undefined if it isn't a date. */
export function spanOf(
  moment: MomentForm,
  { now, ...reading }: DateReading & { readonly now: Instant },
): Span | undefined {
  if (typeof moment === 'object' && isWholeDay(moment)) return spanOfDay(moment, now, reading.zone);
  const at = typeof moment === 'string' ? readDate(moment, reading) : moveFrom(now, moment, reading.zone);
  return at === undefined ? undefined : { from: at, to: at };
}

export const isWholeDay = (moment: object): moment is WholeDay => 'daysAgo' in moment || 'daysAhead' in moment;

const moveFrom = (now: Instant, moment: Exclude<MomentForm, string | WholeDay>, zone: string): Instant =>
  'ago' in moment ? after(now, moment.ago, zone, -1) : after(now, moment.ahead, zone);

/** Describes a moment: `7d ago`, `tomorrow`, `3 calendar days ago`. */
export function describeMoment(
  moment: string | { readonly ago: string } | { readonly ahead: string } | WholeDay,
): string {
  if (typeof moment === 'string') return moment;
  if ('ago' in moment) return `${moment.ago} ago`;
  if ('ahead' in moment) return `in ${moment.ahead}`;
  const ago = daysAgoOf(moment);
  if (ago === 0) return 'today';
  if (Math.abs(ago) === 1) return ago === 1 ? 'yesterday' : 'tomorrow';
  return ago > 0 ? `${ago} calendar days ago` : `in ${-ago} calendar days`;
}
