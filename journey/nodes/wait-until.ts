import { z } from 'zod';
import { lookUp, Path } from '../conditions/path.ts';
import { because, leave, type Move, stay, wait } from '../engine/move.ts';
import { after, type Instant, inWords, nextLocal, readInstant, toIso, WaitLength } from '../time.ts';
import { common, defineNode, type Visit } from './define.ts';

const Offset = z
  .strictObject({ by: WaitLength, direction: z.enum(['before', 'after']) })
  .describe('So long before or after the date; days are calendar days');

const schema = z.strictObject({
  type: z.literal('waitUntil'),
  date: z.union([
    z.strictObject({ at: z.string().max(40), offset: Offset.optional() }).describe('A fixed date or date-time'),
    z
      .strictObject({ path: Path, offset: Offset.optional() })
      .describe('A date of the profile or of a remembered event'),
    z
      .strictObject({
        time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as "09:00"'),
        weekdays: z.array(z.int().min(1).max(7)).max(7).default([]).describe('1 Monday … 7 Sunday; any day if empty'),
      })
      .describe('The next such time on the local clock'),
  ]),
  ...common,
});
type WaitUntil = z.infer<typeof schema>;

/** Waits for a date. One that has passed, or is none, takes `past`: what then is the author's choice (design.md §6). */
export const waitUntil = defineNode({
  type: 'waitUntil',
  family: 'wait',
  title: 'Wait for a date',
  about:
    "Waits for a date: a fixed one, one of the profile or of a remembered event with an offset, or the next such time on the user's clock. A date that has passed, or is none, takes `past`.",
  example: {
    type: 'waitUntil',
    date: { path: 'context.entry.startsAt', offset: { by: '1d', direction: 'before' } },
    links: { done: 'remind', past: 'remind-now' },
  },
  waits: true,
  schema,
  ports: () => ['done', 'past'],
  takesTime: () => ['done'],

  arrive(visit): Move {
    const { until, read } = dateOf(visit);
    if (until === undefined) return leave('past', because('no-such-date', read));
    const why = { ...read, until: toIso(until) };
    return until < visit.arrivedAt
      ? leave('past', because('date-has-passed', why))
      : wait(until, because('waiting-until', why));
  },

  wake: (_visit, input) =>
    input.type === 'deadline' ? leave('done', because('date-has-come')) : stay(because('still-waiting')),

  reads: ({ date }) => ('path' in date ? [{ path: date.path, where: 'date.path' }] : []),
  flaws: ({ date }) =>
    'at' in date && readInstant(date.at, 'UTC') === undefined
      ? [{ where: 'date.at', message: `"${date.at}" is not a date`, fix: 'write ISO 8601, such as "2026-12-24T09:00"' }]
      : [],
  describe: ({ date }) => {
    if ('time' in date)
      return `Wait until the next ${date.time}${date.weekdays.length > 0 ? ` on ${date.weekdays.map((day) => DAYS[day - 1]).join(', ')}` : ''}`;
    const what = 'at' in date ? date.at : date.path;
    return `Wait until ${date.offset ? `${inWords(date.offset.by)} ${date.offset.direction} ` : ''}${what}`;
  },
});

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function dateOf({ node: { date }, arrivedAt, zone, facts }: Visit<WaitUntil>): {
  readonly until: Instant | undefined;
  readonly read: Record<string, string | null>;
} {
  if ('time' in date) return { until: nextLocal(arrivedAt, date.weekdays, date.time, zone), read: {} };
  const value = 'at' in date ? date.at : lookUp(date.path, { profile: facts.profile, context: facts.context });
  const named = readInstant(value, zone);
  const until =
    named === undefined || !date.offset
      ? named
      : after(named, date.offset.by, zone, date.offset.direction === 'before' ? -1 : 1);
  return { until, read: 'at' in date ? {} : { [date.path]: value === undefined ? null : String(value) } };
}
