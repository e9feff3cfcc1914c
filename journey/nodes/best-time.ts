import { z } from 'zod';
import { list } from '../base/bounded.ts';
import { broken } from '../base/refusal.ts';
import { EventName } from '../events/event-match.ts';
import { because, leave, type Move, stay } from '../moves/move.ts';
import { beginOf, bestSlot, type Habit, slotAt } from '../people/habits.ts';
import { Clock, Duration, type Instant, inMs, nextLocal, toIso } from '../time/time.ts';
import { common, defineNode, type Visit } from './define.ts';

const MAX_DAYS = 365;

const schema = z.strictObject({
  type: z.literal('bestTime'),
  from: list(EventName, 10, 1)
    .default(['$message.viewed', '$message.clicked'])
    .describe('Events that count as user activity'),
  over: Duration.default(Duration.parse('180d'))
    .refine(
      (length) => inMs(length) <= MAX_DAYS * 86_400_000,
      broken('it is longer than a year', 'write at most "365d"'),
    )
    .describe('How far back to look. A day is 24 hours here.'),
  atLeast: z.int().min(1).max(100).default(3).describe('Use the fallback if there are fewer events than this'),
  fallback: z
    .union([Clock, z.literal('now')])
    .describe("Used when there's too little data: the next such local time, or no wait"),
  ...common,
});
type BestTime = z.infer<typeof schema>;

/** Waits for the time of day at which this user has been active most. */
export const bestTime = defineNode({
  type: 'bestTime',
  family: 'wait',
  title: 'Wait for the best time',
  about:
    'Waits for the two-hour slot in which this user is most often active, in their time zone, for at most a day. Activity means viewed or clicked messages, or events you choose. Continues immediately inside the slot. If two slots tie, the earlier one wins. Users with too little data get the fallback. Quiet hours still apply to the next message.',
  example: { type: 'bestTime', from: ['$message.clicked', 'Session Started'], fallback: '18:00', then: 'remind' },
  waits: true,
  offers: [{ title: 'Best time', icon: 'clock', blank: () => ({ type: 'bestTime', fallback: '18:00' }) }],
  keepsDate: true,
  schema,
  ports: () => ['done'],

  arrive(visit): Move {
    const { until, rule, read } = chooseTime(visit);
    const why = because(rule, until === undefined ? read : { ...read, until: toIso(until) });
    return until === undefined ? leave('done', why) : { type: 'wait', until, because: why };
  },

  wake: (_, input) =>
    input.type === 'deadline' ? leave('done', because('best-time-has-come')) : stay(because('still-waiting')),
  learns: ({ from, over }) => ({ events: from, overMs: inMs(over) }),
  traits: () => ['timezone'],
  resolve: (visit) => chooseTime(visit).until ?? visit.arrivedAt,
  describe: ({ fallback }) =>
    `Wait for the user's best time, else ${fallback === 'now' ? 'go on' : `until ${fallback}`}`,
});

interface Chosen {
  /** Undefined if it is now. */
  readonly until: Instant | undefined;
  readonly rule: string;
  readonly read: Record<string, string | number>;
}

function chooseTime(visit: Visit<BestTime>): Chosen {
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

/** Returns the habits accepted before the arrival, so that the result doesn't depend on when it is computed. */
function habitsOf({ node, arrivedAt, facts: { habits = [] } }: Visit<BestTime>): readonly Habit[] {
  const since = arrivedAt - inMs(node.over);
  return habits.filter(
    ({ name, acceptedAt }) => node.from.includes(name) && acceptedAt > since && acceptedAt <= arrivedAt,
  );
}
