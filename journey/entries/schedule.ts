import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';
import { type EntryWindow, isOpenAt } from '../lifecycle/state.ts';
import { describeRecurrence, nextOf, Recurrence } from '../time/recurrence.ts';
import { Duration, type Instant, inMs, instant, Moment, readInstant } from '../time/time.ts';
import { common, defineEntry } from './define.ts';

const DAY_MS = 86_400_000;
const MOST_SPREAD_DAYS = 7;

/** How fast users of a broadcast enter. */
export const pace = {
  spread: Duration.refine(
    (text) => inMs(text as Duration) <= MOST_SPREAD_DAYS * DAY_MS,
    broken(`it is longer than ${MOST_SPREAD_DAYS} days`, 'write a shorter one'),
  )
    .optional()
    .describe('Spread entries evenly over this time instead of all at once'),
  perSecond: z.number().positive().max(100_000).optional().describe('Maximum entries per second'),
};

const schema = z
  .strictObject({
    type: z.literal('schedule'),
    segment: Slug.optional().describe('Members of this segment when the run starts. All users if omitted.'),
    at: list(
      Moment.refine(
        (text) => readInstant(text, 'UTC') !== undefined,
        broken('it is not a date', 'write ISO 8601, such as "2026-12-01T09:00"'),
      ),
      MOST.dates,
      1,
    )
      .optional()
      .describe('One or more dates, such as `2026-12-01T09:00`, in the journey’s time zone'),
    every: Recurrence.optional().describe('Repeating schedule'),
    ...pace,
    ...common,
  })
  .refine(
    ({ at, every }) => (at === undefined) !== (every === undefined),
    broken('it says when in more ways than one, or in none', 'write one of "at" and "every"'),
  );
export type ScheduleEntry = z.infer<typeof schema>;

/**
 * Enters all members of a segment at given times: a broadcast (design.md §8). Each user enters at their own moment,
 * when membership, filter and re-entry are judged.
 */
export const schedule = defineEntry({
  type: 'schedule',
  title: 'Schedule',
  about:
    'Members of a segment enter once, on given dates, or repeatedly, such as every Monday at 09:00. `spread` and `perSecond` slow entries down, and each user is checked when their turn comes.',
  example: {
    type: 'schedule',
    segment: 'newsletter',
    every: { unit: 'week', weekdays: [1], at: '09:00' },
    spread: '1h',
    reentry: { policy: 'always' },
  },
  schema,
  describe: ({ segment, at, every }) =>
    `${segment === undefined ? 'All users' : `All users in the segment ${segment}`}, ${every ? describeRecurrence(every) : `at ${(at ?? []).join(', ')}`}`,
  repeats: ({ every }) => every !== undefined,
});

/** Returns the next occurrence after an instant, while entry is open; undefined if there is none. */
export function nextOccurrence(
  entry: Pick<ScheduleEntry, 'at' | 'every'>,
  after: Instant,
  zone: string,
  window: EntryWindow,
): Instant | undefined {
  const from = instant(Math.max(after, (window.entryFrom ?? 0) - 1));
  const next = entry.every ? nextOf(entry.every, from, zone) : nextDate(entry.at ?? [], from, zone);
  return next !== undefined && isOpenAt(window, next) ? next : undefined;
}

const nextDate = (dates: readonly string[], from: Instant, zone: string): Instant | undefined =>
  dates
    .flatMap((text) => readInstant(text, zone) ?? [])
    .filter((at) => at > from)
    .toSorted((a, b) => a - b)[0];

/** Returns the next occurrences after an instant, at most `count`. */
export function occurrencesAfter(
  entry: Pick<ScheduleEntry, 'at' | 'every'>,
  after: Instant,
  zone: string,
  window: EntryWindow,
  count: number,
): readonly Instant[] {
  const all: Instant[] = [];
  for (let at: Instant | undefined = after; all.length < count; ) {
    at = nextOccurrence(entry, at, zone, window);
    if (at === undefined) break;
    all.push(at);
  }
  return all;
}
