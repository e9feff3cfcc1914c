import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Life, live, MINUTE, T0, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { instant } from '../time/time.ts';
import { windowEnd, windowOf } from './window.ts';

const nodes: JourneyInput['nodes'] = {
  wait: { type: 'delay', for: '1h', then: 'sms' },
  sms: { type: 'message', channel: 'inApp', content: { text: 'x' }, then: 'heard' },
  heard: { type: 'waitFor', events: { x: { event: 'X' } }, timeout: '2h', links: { x: 'sms', timeout: 'wait' } },
  end: { type: 'exit' },
};

const window = fc.option(
  fc.record({
    for: fc.constantFrom('30m' as const, '2h' as const, '1d' as const),
    from: fc.constantFrom('entry' as const, 'last-send' as const),
  }),
  { nil: undefined },
);
const byEvent = fc.record({ event: fc.constantFrom('X', 'Y'), exits: fc.boolean(), window });
const byCondition = fc.record({
  condition: fc.constant({ path: 'profile.n', op: '>' as const, value: 1 }),
  exits: fc.boolean(),
  window,
});
const anyGoals = fc
  .array(fc.oneof(byEvent, byCondition), { minLength: 1, maxLength: 5 })
  .map((goals) => goals.map((goal, nr) => ({ id: `g${nr}`, ...goal })) as JourneyInput['goals']);

const anyHappening = fc.record({
  gap: fc.constantFrom(0, 1, MINUTE, 30 * MINUTE, HOUR, HOUR + 1, DAY),
  events: fc.array(fc.constantFrom('X', 'Y', 'Quit', 'more', 'less'), { maxLength: 3 }),
  outcome: fc.constantFrom(undefined, 'sent' as const, 'sent' as const, 'failed' as const),
});

type Happening = typeof anyHappening extends fc.Arbitrary<infer One> ? One : never;

function lived(goals: JourneyInput['goals'], history: readonly Happening[]) {
  const exits = [{ event: 'Quit', reason: 'quit' }];
  const version = versionOf(nodes, { goals, exits, timeout: '20d', timeZone: 'UTC' });
  const life = live(version);
  life.decide(0);
  let now = 0;
  const sends: number[] = [];
  for (const each of history) {
    now += each.gap;
    if (settles(life, now, each) === 'sent') sends.push(now);
    tell(life, now, each);
    life.decide(now);
  }
  life.decide(now + 30 * DAY);
  return { version, life, sends };
}

function settles(life: Life, now: number, { outcome }: Happening) {
  const isUnderWay = life.instance.exit === null && life.sent.at(-1)?.visit === life.instance.visit;
  if (outcome && isUnderWay) life.settle(now, outcome);
  return isUnderWay ? outcome : undefined;
}

/** More and less are changes of the profile. */
function tell(life: Life, now: number, { events }: Happening) {
  const told = events.map((name) => {
    const traits = name === 'more' ? { n: 2 } : name === 'less' ? { n: 0 } : undefined;
    if (traits) life.profile(traits);
    return traits ? (['$profile.changed', traits] as const) : name;
  });
  life.track(now, ...told);
}

describe('7.2 whatever the goals are, and whenever they are met', { timeout: 60_000 }, () => {
  const holds = (check: (of: ReturnType<typeof lived>) => void) =>
    fc.assert(
      fc.property(anyGoals, fc.array(anyHappening, { minLength: 1, maxLength: 12 }), (goals, history) =>
        check(lived(goals, history)),
      ),
    );

  test('7.2 nothing is sent after a goal that exits', () => {
    holds(({ life }) => {
      const last = life.decided.findIndex(({ instance }) => instance.exit !== null);
      for (const { decision } of last === -1 ? [] : life.decided.slice(last)) expect(decision.effects).toEqual([]);
    });
  });

  test('7.2 a goal counts at most once in an entry, and only within its window', () => {
    holds(({ version, life, sends }) => {
      const all = life.decided.flatMap(({ conversions }) => conversions);
      expect(new Set(all.map(({ goal }) => goal)).size).toBe(all.length);
      for (const { goal: id, at } of all) {
        const goal = version.document.goals.find((each) => each.id === id);
        const own = goal && windowOf(version.document, goal);
        const sent = sends.filter((each) => T0 + each <= at);
        const ends = [null, ...sent.map((each) => ({ at: instant(T0 + each) }))].map((send) =>
          own ? windowEnd(own, T0, send, 'UTC') : Number.POSITIVE_INFINITY,
        );
        expect(at).toBeLessThanOrEqual(Math.max(...ends));
      }
    });
  });

  test('7.12 an exit by a goal means that it was met, in time or too late; the trace shows each goal that counts', () => {
    holds(({ life }) => {
      const all = life.decided.flatMap(({ conversions }) => conversions);
      const lines = life.decided.flatMap(({ decision }) => decision.trace).filter(({ move }) => move !== 'withhold');
      const ended = lines.filter(({ rule }) => rule === 'goal-met' || rule === 'goal-before-send').length;
      const late = lines.filter(({ rule }) => rule === 'goal-after-window').length;
      expect(all.length).toBe(lines.filter(({ rule }) => rule === 'goal-counted').length + ended);
      expect(life.instance.exit?.reason === 'goal').toBe(ended + late === 1);
    });
  });
});
