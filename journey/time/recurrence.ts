import { z } from 'zod';
import { list, text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import {
  Clock,
  calendarOf,
  clockMs,
  daysInMonth,
  fromLocal,
  type Instant,
  inLocal,
  readDay,
  weekdayOf,
} from './time.ts';

/** Default first day. A Monday, because weeks start on Monday. */
const A_MONDAY = '2024-01-01';

const Day = text(MOST.day)
  .refine((given) => readDay(given) !== undefined, broken('there is no such day', 'write one such as "2026-12-01"'))
  .meta({ format: 'date' });

const common = {
  at: Clock.describe('In the journey’s time zone'),
  from: Day.default(A_MONDAY).describe('First day. Intervals are counted from it.'),
};

/** A repeating schedule: on which days, and at what local time. */
export const Recurrence = z
  .discriminatedUnion('unit', [
    z.strictObject({
      unit: z.literal('day'),
      n: z.int().min(1).max(366).default(1).describe('Every nth day'),
      ...common,
    }),
    z.strictObject({
      unit: z.literal('week'),
      n: z.int().min(1).max(52).default(1).describe('Every nth week. Weeks start on Monday.'),
      weekdays: list(z.int().min(1).max(7), MOST.weekdays)
        .default([])
        .describe('1 Monday … 7 Sunday. The weekday of `from` if empty.'),
      ...common,
    }),
    z.strictObject({
      unit: z.literal('month'),
      n: z.int().min(1).max(12).default(1).describe('Every nth month'),
      days: list(z.int().min(1).max(31), 31)
        .default([])
        .describe('Days of the month. The day of `from` if empty. In shorter months, the last day.'),
      ...common,
    }),
  ])
  .meta({ id: 'Recurrence', description: 'When something comes again' });
export type Recurrence = z.infer<typeof Recurrence>;

/** Longest possible gap between two occurrences, in days. */
const MOST_DAYS = 12 * 31 + 366;

/**
 * Returns the first occurrence after an instant, in the local time of a zone. design.md §7.6 says what happens to times
 * that a DST change skips or repeats.
 *
 * @throws RangeError if there is none within 12 months and 366 days. A parsed recurrence always has one.
 */
export function nextOf(recurrence: Recurrence, after: Instant, zone: string): Instant {
  const first = readDay(recurrence.from) ?? 0;
  const from = Math.max(inLocal(after, zone).day, first);
  for (let day = from; day <= from + MOST_DAYS; day += 1) {
    if (!isOn(recurrence, first, day)) continue;
    const at = fromLocal({ day, ms: clockMs(recurrence.at) }, zone);
    if (at > after) return at;
  }
  throw new RangeError(`no ${JSON.stringify(recurrence)} after ${after}`);
}

function isOn(recurrence: Recurrence, first: number, day: number): boolean {
  switch (recurrence.unit) {
    case 'day':
      return (day - first) % recurrence.n === 0;
    case 'week': {
      const days = recurrence.weekdays.length > 0 ? recurrence.weekdays : [weekdayOf(first)];
      const weeks = (mondayOf(day) - mondayOf(first)) / 7;
      return weeks % recurrence.n === 0 && days.includes(weekdayOf(day));
    }
    case 'month': {
      const days = recurrence.days.length > 0 ? recurrence.days : [calendarOf(first).day];
      const isMonth = (monthOf(day) - monthOf(first)) % recurrence.n === 0;
      const last = daysInMonth(day);
      return isMonth && days.some((wanted) => Math.min(wanted, last) === calendarOf(day).day);
    }
  }
}

const mondayOf = (day: number): number => day - weekdayOf(day) + 1;

function monthOf(day: number): number {
  const { year, month } = calendarOf(day);
  return year * 12 + month;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Describes a recurrence: `every 2 weeks on Monday, Friday at 09:00`. */
export function describeRecurrence(recurrence: Recurrence): string {
  const { unit, n, at } = recurrence;
  const every = n === 1 ? `every ${unit}` : `every ${n} ${unit}s`;
  const on =
    recurrence.unit === 'week' && recurrence.weekdays.length > 0
      ? ` on ${recurrence.weekdays.map((day) => WEEKDAYS[day - 1]).join(', ')}`
      : recurrence.unit === 'month' && recurrence.days.length > 0
        ? ` on day ${recurrence.days.join(', ')}`
        : '';
  return `${every}${on} at ${at}`;
}
