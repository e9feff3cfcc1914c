import { z } from 'zod';
import { list } from '../base/bounded.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import { broken, cut } from '../base/refusal.ts';
import { Calendar, readDate } from '../conditions/moments.ts';
import { lookUp, Path } from '../conditions/path.ts';
import { match, Remembered } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { because, leave, type Move, stay } from '../moves/move.ts';
import { inFront, Offset, withOffset } from '../time/offset.ts';
import { Clock, type Instant, Moment, nextLocal, nextWithin, readInstant, toIso } from '../time/time.ts';
import { common, defineNode, matchingOf, type Visit } from './define.ts';

const schema = z.strictObject({
  type: z.literal('waitUntil'),
  date: z.union([
    z.strictObject({ at: Moment, offset: Offset.optional() }).describe('A fixed date or date and time'),
    z
      .strictObject({ path: Path, offset: Offset.optional(), calendar: Calendar })
      .describe('A date from the profile or a stored event'),
    z
      .strictObject({
        time: Clock,
        weekdays: list(z.int().min(1).max(7), MOST.weekdays)
          .default([])
          .describe('1 Monday … 7 Sunday. Any day if empty.'),
      })
      .describe('The next time the local clock shows this time'),
    z
      .strictObject({
        window: z
          .strictObject({ from: Clock, to: Clock })
          .refine(({ from, to }) => from < to, broken('it ends before it begins', 'let `to` be later than `from`')),
        weekdays: list(z.int().min(1).max(7), MOST.weekdays)
          .default([])
          .describe('1 Monday … 7 Sunday. Any day if empty.'),
      })
      .describe('Local hours. Continues immediately inside them, otherwise when they next start.'),
  ]),
  reresolveOn: Remembered.optional().describe(
    'An event that moves the date. Its properties are stored (as `entry` unless `as` says otherwise), and the date is read again.',
  ),
  ...common,
});
type WaitUntil = z.infer<typeof schema>;

/**
 * Waits for a date. If the date has passed or is missing, the node takes `past`, and the author decides what to do
 * (design.md §6). A value that isn't a date takes `unreadable`, or `past` where that isn't linked.
 */
export const waitUntil = defineNode({
  type: 'waitUntil',
  family: 'wait',
  title: 'Wait for a date',
  about:
    "Waits for a date: a fixed one, one from the profile or a stored event with an offset, or the next such time in the user's time zone. Takes `past` if the date has passed or is missing, and `unreadable`, if it's linked, when the value isn't a date.",
  example: {
    type: 'waitUntil',
    date: { path: 'context.entry.startsAt', offset: { by: '1d', direction: 'before' } },
    links: { done: 'remind', past: 'remind-now' },
  },
  waits: true,
  offers: [{ title: 'Wait for a date', icon: 'date', blank: () => ({ type: 'waitUntil', date: { time: '09:00' } }) }],
  keepsDate: true,
  schema,
  ports: () => ['done', 'past'],
  optionalPorts: ({ date }) => ('path' in date ? ['unreadable'] : []),
  takesTime: ({ date }) => ('window' in date ? [] : ['done']),

  arrive(visit): Move {
    const moved = moveDate(
      visit,
      visit.heard.filter(({ position }) => position > visit.since.entry),
    );
    return moved ? waitForDate(moved.visit, visit.arrivedAt, moved.context) : waitForDate(visit, visit.arrivedAt);
  },

  wake(visit, input) {
    if (input.type === 'deadline') return leave('done', because('date-has-come'));
    if (input.type !== 'accepted') return stay(because('still-waiting'));
    let move: Move = stay(because('still-waiting'));
    for (const event of input.events) {
      const moved = moveDate(visit, [event]);
      if (moved) move = waitForDate(moved.visit, event.at, moved.context);
      if (move.type === 'leave') break; // same result whether events arrive one by one or together
    }
    return move;
  },

  interests: ({ reresolveOn }) => (reresolveOn ? [reresolveOn] : []),
  lookBack: ({ reresolveOn }) => (reresolveOn ? [reresolveOn.event] : []),
  provides: ({ reresolveOn }) => (reresolveOn?.as === undefined ? [] : [reresolveOn.as]),
  conditions: ({ reresolveOn }) =>
    reresolveOn?.where ? [{ condition: reresolveOn.where, ofEvent: true, where: 'reresolveOn.where' }] : [],
  traits: () => ['timezone'],
  resolve: (visit) => dateOf(visit).until,
  reads: ({ date }) => ('path' in date ? [{ path: date.path, where: 'date.path' }] : []),
  flaws: ({ date }) =>
    'at' in date && readInstant(date.at, 'UTC') === undefined
      ? [{ where: 'date.at', message: `"${date.at}" is not a date`, fix: 'write ISO 8601, such as "2026-12-24T09:00"' }]
      : [],
  describe: ({ date }) => {
    if ('time' in date) return `Wait until the next ${date.time}${onDays(date.weekdays)}`;
    if ('window' in date) return `Wait for ${date.window.from} to ${date.window.to}${onDays(date.weekdays)}`;
    const what = 'at' in date ? date.at : date.path;
    return `Wait until ${inFront(date.offset)}${what}`;
  },
});

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const onDays = (weekdays: readonly number[]): string =>
  weekdays.length === 0 ? '' : ` on ${weekdays.map((day) => DAYS[day - 1]).join(', ')}`;

/** Waits for the current date. A date before `at` has passed. */
function waitForDate(visit: Visit<WaitUntil>, at: Instant, context?: JsonObject): Move {
  const also = context && { context };
  const { until, read, isUnreadable } = dateOf(visit);
  if (isUnreadable)
    return leave(
      visit.node.links?.unreadable === undefined ? 'past' : 'unreadable',
      because('date-unreadable', read),
      also,
    );
  if (until === undefined) return leave('past', because('no-such-date', read), also);
  const why = { ...read, until: toIso(until) };
  if (until < at) return leave('past', because('date-has-passed', why), also);
  if ('window' in visit.node.date && until === at) return leave('done', because('within-hours', read), also);
  return { type: 'wait', until, because: because(also ? 'date-moved' : 'waiting-until', why), ...(also && { also }) };
}

/** Returns the visit with the properties of the latest event that moves the date; undefined if none does. */
function moveDate(visit: Visit<WaitUntil>, events: readonly JourneyEvent[]) {
  const { reresolveOn } = visit.node;
  if (!reresolveOn || events.length === 0) return undefined;
  const around = matchingOf(visit);
  const event = events.findLast((each) => match(reresolveOn, each, around).is === 'yes');
  if (!event) return undefined;
  const context = { [reresolveOn.as ?? 'entry']: event.properties };
  const facts = { ...visit.facts, context: { ...visit.facts.context, ...context } };
  return { visit: { ...visit, facts }, context };
}

interface FoundDate {
  readonly until: Instant | undefined;
  readonly read: Record<string, string | null>;
  /** There is a value, but it isn't a date. */
  readonly isUnreadable?: boolean;
}

function dateOf({ node: { date }, arrivedAt, zone, dateOrder, facts }: Visit<WaitUntil>): FoundDate {
  if ('time' in date) return { until: nextLocal(arrivedAt, date.weekdays, date.time, zone), read: {} };
  if ('window' in date) return { until: nextWithin(arrivedAt, date.weekdays, date.window, zone), read: { zone } };
  const isFixed = 'at' in date;
  const value = isFixed ? date.at : lookUp(date.path, { profile: facts.profile, context: facts.context });
  const named = readDate(value, { zone, dateOrder }, !isFixed && date.calendar);
  const until = named === undefined ? named : withOffset(named, date.offset, zone);
  if (isFixed) return { until, read: {} };
  const isMissing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
  const read = { [date.path]: value === undefined || value === null ? null : cut(shownIn(value)) };
  return { until, read, isUnreadable: until === undefined && !isMissing };
}

/** Texts as they are, anything else as JSON. */
const shownIn = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
