import { z } from 'zod';
import { list } from '../bounded.ts';
import { because, leave, type Move, stay } from '../engine/move.ts';
import { EventName } from '../event-match.ts';
import { beginOf, bestSlot, type Habit, slotAt } from '../habits.ts';
import { broken } from '../refusal.ts';
import { Clock, Duration, type Instant, inMs, nextLocal, toIso } from '../time.ts';
import { common, defineNode, type Visit } from './define.ts';

const MAX_DAYS = 365;

const schema = z.strictObject({
  type: z.literal('bestTime'),
  from: list(EventName, 10, 1)
    .default(['$message.viewed', '$message.clicked'])
    .describe('Events by which the user is seen to be there'),
  over: Duration.default(Duration.parse('180d'))
    .refine(
      (length) => inMs(length) <= MAX_DAYS * 86_400_000,
      broken('it is longer than a year', 'write at most "365d"'),
    )
    .describe('How far back they count; a day has 24 hours here'),
  atLeast: z.int().min(1).max(100).default(3).describe('With fewer such events the fallback is taken'),
  fallback: z
    .union([Clock, z.literal('now')])
    .describe('For somebody of whom too little is known: the next such time on their clock, or no wait'),
  ...common,
});
type BestTime = z.infer<typeof schema>;

/** Waits for the hours of the day at which this person has been there most. */
export const bestTime = defineNode({
  type: 'bestTime',
  family: 'wait',
  title: 'Wait for the best time',
  about:
    "Waits until the two hours of the day in which this user has most often been seen (by viewing or clicking messages, or by events of your choice), on the user's own clock; at once within them, and never longer than a day. Of two that are alike, the one that comes first. Somebody of whom too little is known gets the fallback. A message that then falls into quiet hours is held as ever.",
  example: { type: 'bestTime', from: ['$message.clicked', 'Session Started'], fallback: '18:00', then: 'remind' },
  waits: true,
  offers: [{ title: 'Best time', icon: 'clock', blank: () => ({ type: 'bestTime', fallback: '18:00' }) }],
  keepsDate: true,
  schema,
  ports: () => ['done'],

  arrive(visit): Move {
    const { until, rule, read } = chosen(visit);
    const why = because(rule, until === undefined ? read : { ...read, until: toIso(until) });
    return until === undefined ? leave('done', why) : { type: 'wait', until, because: why };
  },

  wake: (_, input) =>
    input.type === 'deadline' ? leave('done', because('best-time-has-come')) : stay(because('still-waiting')),
  learns: ({ from, over }) => ({ events: from, overMs: inMs(over) }),
  traits: () => ['timezone'],
  resolve: (visit) => chosen(visit).until ?? visit.arrivedAt,
  describe: ({ fallback }) =>
    `Wait for the user's best time, else ${fallback === 'now' ? 'go on' : `until ${fallback}`}`,
});

interface Chosen {
  /** Undefined: it is now. */
  readonly until: Instant | undefined;
  readonly rule: string;
  readonly read: Record<string, string | number>;
}

function chosen(visit: Visit<BestTime>): Chosen {
  const { node, arrivedAt, zone } = visit;
  const habits = habitsOf(visit);
  const best = habits.length < node.atLeast ? undefined : bestSlot(habits, zone, arrivedAt);
  if (!best) {
    const until = node.fallback === 'now' ? undefined : nextLocal(arrivedAt, [], node.fallback, zone);
    return { until, rule: 'best-time-unknown', read: { seen: habits.length, needed: node.atLeast } };
  }
  const begin = beginOf(best.slot);
  const read = { from: begin, to: beginOf(best.slot + 1), seen: best.times, of: habits.length, zone };
  if (slotAt(arrivedAt, zone) === best.slot) return { until: undefined, rule: 'best-time-is-now', read };
  return { until: nextLocal(arrivedAt, [], begin, zone), rule: 'best-time', read };
}

/** What had been accepted when the person came here: the same, however late that is looked at. */
function habitsOf({ node, arrivedAt, facts: { habits = [] } }: Visit<BestTime>): readonly Habit[] {
  const since = arrivedAt - inMs(node.over);
  return habits.filter(
    ({ name, acceptedAt }) => node.from.includes(name) && acceptedAt > since && acceptedAt <= arrivedAt,
  );
}
