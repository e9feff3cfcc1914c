import { z } from 'zod';
import type { JsonObject } from '../base/json.ts';
import { broken } from '../base/refusal.ts';
import { Calendar, readDate } from '../conditions/moments.ts';
import { pathBelow, TraitName, traitOf } from '../conditions/path.ts';
import { PROFILE_CHANGED } from '../events/own-events.ts';
import { type DateSettings, ZONE_TRAITS, zoneOf } from '../people/profile.ts';
import { inFront, Offset, withOffset } from '../time/offset.ts';
import { Clock, calendarOf, clockMs, dayOf, daysInMonth, fromLocal, type Instant, inLocal } from '../time/time.ts';
import { common, defineEntry } from './define.ts';

const schema = z.strictObject({
  type: z.literal('date'),
  trait: TraitName.refine(
    (name) => name !== 'timezone',
    broken('it is not the name of a trait that holds a date', 'write the name of the trait itself, such as "birthday"'),
  ).describe('Trait with the date: "1990-03-14", "2026-03-14T09:00", or seconds since the epoch'),
  calendar: Calendar,
  offset: Offset.optional(),
  at: Clock.optional().describe("Time of day to use instead of the date's own. A date without a time means midnight."),
  yearly: z
    .boolean()
    .default(false)
    .describe('Repeat every year from that date. February 29 becomes February 28 in other years.'),
  ...common,
});
export type DateEntry = z.infer<typeof schema>;

/**
 * Users enter at a date in their profile, with an optional offset. Until then the entry is a row with a due date, not a
 * workflow (design.md §8). A change of the trait or of the user's zone moves it. A date that has passed enters nobody.
 */
export const date = defineEntry({
  type: 'date',
  title: 'Profile date',
  about:
    "Users enter on a date in their profile, or some time before or after it, such as a renewal or a birthday. Uses the user's time zone. A date that has already passed is ignored.",
  example: {
    type: 'date',
    trait: 'birthday',
    at: '09:00',
    yearly: true,
    reentry: { policy: 'always' },
  },
  schema,
  entryEvent: () => ({ event: PROFILE_CHANGED }),
  describe: ({ trait, offset, at, yearly }) =>
    `${yearly ? 'Every year ' : ''}${yearly && !offset ? 'on ' : ''}${inFront(offset)}${yearly || offset ? '' : 'On '}the date in ${pathBelow('profile', trait)}${at === undefined ? '' : `, at ${at}`}`,
  moments: (entry) => ({
    trait: nameOf(entry),
    movedBy: [nameOf(entry), ...ZONE_TRAITS],
    nextAfter: (profile, settings, after) => nextDateOf(entry, profile, settings, after),
  }),
  repeats: ({ yearly }) => yearly,
});

/** Returns when a user enters next after an instant; undefined if the trait is no date or has passed. */
export function nextDateOf(
  entry: DateEntry,
  profile: JsonObject,
  settings: DateSettings,
  after: Instant,
): Instant | undefined {
  const zone = zoneOf(profile, settings.timeZone);
  const named = readDateOf(entry, profile, settings);
  if (named === undefined) return undefined;
  const { day, ms } = inLocal(named, zone);
  const clock = entry.at === undefined ? ms : clockMs(entry.at);
  const on = (each: number) => withOffset(fromLocal({ day: each, ms: clock }, zone), entry.offset, zone);
  return entry.yearly ? nextYearly(day, on, after, zone) : [on(day)].find((at) => at > after);
}

const nameOf = ({ trait }: Pick<DateEntry, 'trait'>): string => traitOf(trait) ?? trait;

const readDateOf = (
  entry: DateEntry,
  profile: JsonObject,
  { timeZone, dateOrder }: DateSettings,
): Instant | undefined =>
  readDate(profile[nameOf(entry)], { zone: zoneOf(profile, timeZone), dateOrder }, entry.calendar);

/**
 * Returns the first anniversary after an instant. An offset moves it by at most five years, so six years around are
 * enough.
 */
function nextYearly(day: number, on: (day: number) => Instant, after: Instant, zone: string): Instant | undefined {
  const { year: thisYear } = calendarOf(inLocal(after, zone).day);
  const first = calendarOf(day).year;
  for (let year = Math.max(first, thisYear - MOST_YEARS); year <= Math.max(first, thisYear) + MOST_YEARS; year += 1) {
    const at = on(anniversary(day, year));
    if (at > after) return at;
  }
  return undefined;
}

const MOST_YEARS = 6;

function anniversary(of: number, year: number): number {
  const { month, day } = calendarOf(of);
  const first = dayOf(year, month, 1);
  return first + Math.min(day, daysInMonth(first)) - 1;
}
