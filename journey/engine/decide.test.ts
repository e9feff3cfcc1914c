import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Life, live, MINUTE, SECOND, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';

type Nodes = JourneyInput['nodes'];
const end = { end: { type: 'exit' } } as const;
const sms = (then: string) => ({ type: 'message', channel: 'inApp', content: { text: 'x' }, then }) as const;
const delay = (length: string, then: string) => ({ type: 'delay', for: length, then }) as const;

const living = (nodes: Nodes, document: Partial<JourneyInput> = {}, more: Parameters<typeof live>[1] = {}): Life => {
  const life = live(versionOf(nodes, document), more);
  life.decide(0);
  return life;
};

const shop: Partial<JourneyInput> = {
  goals: [{ id: 'purchase', event: 'Charged' }],
  exits: [{ event: 'Unsubscribed', reason: 'unsubscribed' }],
  timeout: '3h',
};
const reminder: Nodes = { wait: delay('2h', 'sms'), sms: sms('end'), ...end };

describe('goal beats exit, exit beats timeout, timeout beats the node (design.md §7.2)', () => {
  test.each([
    { told: ['Charged', 'Unsubscribed'], exit: { reason: 'goal', goal: 'purchase' } },
    { told: ['Unsubscribed', 'Charged'], exit: { reason: 'goal', goal: 'purchase' } },
    { told: ['Unsubscribed'], exit: { reason: 'unsubscribed' } },
    { told: ['Viewed'], exit: null },
  ])('$told in one acceptance → $exit', ({ told, exit }) => {
    const life = living(reminder, shop);
    life.track(HOUR, ...told);
    life.decide(HOUR);
    expect(life.instance.exit).toEqual(exit);
  });

  test('in two acceptances the earlier one decides', () => {
    const life = living(reminder, shop);
    life.track(HOUR, 'Unsubscribed');
    life.track(HOUR, 'Charged');
    life.decide(HOUR);
    expect(life.instance.exit).toEqual({ reason: 'unsubscribed' });
  });

  test('a goal ends the instance before a wait for the same event continues', () => {
    const life = living(
      {
        wait: { type: 'waitFor', events: { bought: { event: 'Charged' } }, timeout: '2h', then: 'sms' },
        sms: sms('end'),
        ...end,
      },
      shop,
    );
    life.track(HOUR, 'Charged');
    life.decide(HOUR);
    expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'purchase' });
    expect(life.sent).toEqual([]);
  });

  test('a goal that only counts doesn’t move the instance', () => {
    const life = living(reminder, { goals: [{ id: 'look', event: 'Viewed', exits: false }] });
    life.track(HOUR, 'Viewed');
    life.decide(HOUR);
    expect(life.instance.exit).toBeNull();
    expect(life.trace.slice(1)).toEqual(['+1h wait note: goal-counted']);
  });

  test.each([
    { timeout: '2h', nodeWait: '2h', last: '+2h wait exit: journey-timed-out' },
    { timeout: '2h1s', nodeWait: '2h', last: '+2h sms wait: send-decided' },
    { timeout: '1h', nodeWait: '2h', last: '+1h wait exit: journey-timed-out' },
  ])('a journey of $timeout and a node that waits $nodeWait → $last', ({ timeout, nodeWait, last }) => {
    const life = living({ ...reminder, wait: delay(nodeWait, 'sms') }, { timeout });
    life.decide(HOUR + 1);
    life.decide(2 * HOUR + 1);
    expect(life.trace.at(-1)).toBe(last);
  });

  test('a journey times out during a send, whose outcome then has no effect', () => {
    const life = living({ sms: sms('wait'), wait: delay('9d', 'end'), ...end }, { timeout: '1h' });
    life.settle(HOUR + 1);
    life.decide(HOUR + 2);
    expect(life.instance.exit).toEqual({ reason: 'timeout' });
    expect(life.trace.at(-1)).toBe('+1h sms exit: journey-timed-out');
  });
});

describe('goal against the timer of the message (design.md §7.1)', () => {
  test.each([
    { at: 2 * HOUR - 1, rule: 'goal-met', sends: 0, withheld: 0 },
    { at: 2 * HOUR, rule: 'goal-before-send', sends: 0, withheld: 0 },
    { at: 2 * HOUR + 1, rule: 'goal-met', sends: 0, withheld: 1 },
  ])('charged $at ms after the entry → $rule, $withheld withheld', ({ at, rule, sends, withheld }) => {
    const life = living(reminder, shop);
    life.track(at, 'Charged');
    const { decision } = life.decide(2 * HOUR + 1);
    expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'purchase' });
    expect(decision.trace.filter(({ move }) => move === 'exit')[0]?.rule).toBe(rule);
    expect(decision.trace.filter(({ move }) => move === 'withhold')).toHaveLength(withheld);
    expect(life.sent).toHaveLength(sends);
  });

  test('a send that the workflow has received isn’t withheld here: the claim is its last check', () => {
    const life = living(reminder, shop);
    life.decide(2 * HOUR + 1);
    life.track(2 * HOUR + 2, 'Charged');
    const { decision } = life.decide(2 * HOUR + 2);
    expect(life.sent).toHaveLength(1);
    expect(decision.trace.map(({ move }) => move)).toEqual(['exit']);
  });
});

describe('only an event with the same entry key ends an instance', () => {
  const keyed: Partial<JourneyInput> = {
    entry: { type: 'event', event: 'Carted', key: 'event.cartId' },
    goals: [{ id: 'purchase', event: 'Ordered' }],
    exits: [
      { event: 'Ordered', reason: 'odd', where: { path: 'event.odd', op: 'exists' } },
      { event: 'Unsubscribed', reason: 'unsubscribed', key: false },
    ],
  };
  test('an event without the key ends no instance, and is noted once', () => {
    const life = living(reminder, keyed, { key: 'c1' });
    life.track(HOUR, ['Ordered', { total: 5 }]);
    const { read } = life.decide(HOUR);
    expect(life.instance.exit).toBeNull();
    expect(life.trace.slice(1)).toEqual(['+1h wait note: unmatched-exit']);
    expect(read).toEqual([{ event: 'Ordered', 'event.cartId': null }]);
  });

  test.each([
    { told: ['Ordered', { cartId: 'c2' }], exit: null },
    { told: ['Ordered', { cartId: 'c1' }], exit: { reason: 'goal', goal: 'purchase' } },
    { told: ['Unsubscribed', {}], exit: { reason: 'unsubscribed' } },
  ] as const)('$told → $exit', ({ told, exit }) => {
    const life = living(reminder, keyed, { key: 'c1' });
    life.track(HOUR, told);
    life.decide(HOUR);
    expect(life.instance.exit).toEqual(exit);
    expect(life.trace.some((line) => line.includes('unmatched'))).toBe(false);
  });
});

describe('after an outage nothing is fired in a burst (design.md §7.15)', () => {
  test.each([
    { lateMs: 1, at: 2 * HOUR, told: undefined },
    { lateMs: 60_000, at: 2 * HOUR, told: undefined },
    { lateMs: 60_001, at: 2 * HOUR + 60_001, told: 60_001 },
    { lateMs: 5 * HOUR, at: 7 * HOUR, told: 5 * HOUR },
  ])('$lateMs ms late → counted from $at', ({ lateMs, at, told }) => {
    const life = living({ first: delay('2h', 'second'), second: delay('2h', 'end'), ...end });
    const { decision } = life.decide(2 * HOUR + lateMs);
    expect(decision.trace[0]).toMatchObject({ at: life.instance.enteredAt + at, port: 'done' });
    expect(decision.trace[0]?.lateMs).toBe(told);
    expect(decision.trace[1]?.lateMs).toBeUndefined();
    expect(life.instance).toMatchObject({ at: 'second', until: life.instance.enteredAt + at + 2 * HOUR });
  });

  test('five hours away: one reminder, not three', () => {
    const life = living({
      a: sms('b'),
      b: delay('1h', 'c'),
      c: sms('d'),
      d: delay('1h', 'e'),
      e: sms('end'),
      ...end,
    });
    life.settle(SECOND);
    life.decide(SECOND);
    life.decide(6 * HOUR);
    life.settle(6 * HOUR + SECOND);
    life.decide(6 * HOUR + SECOND);
    expect(life.sent.map(({ node }) => node)).toEqual(['a', 'c']);
    expect(life.instance).toMatchObject({ at: 'd', until: life.instance.enteredAt + 7 * HOUR });
  });

  test('the effects of an event count from the event, however late it is read', () => {
    const life = living({
      wait: { type: 'waitFor', events: { x: { event: 'X' } }, timeout: '1d', then: 'pause' },
      pause: delay('1h', 'end'),
      ...end,
    });
    life.track(HOUR, 'X');
    life.decide(HOUR + 30 * MINUTE);
    expect(life.instance.until).toBe(life.instance.enteredAt + 2 * HOUR);
  });

  test('absolute dates keep their date and take `past`', () => {
    const life = living({
      pause: delay('2h', 'date'),
      date: { type: 'waitUntil', date: { at: '2026-03-02T12:00:00Z' }, links: { done: 'done', past: 'past' } },
      done: { type: 'exit', reason: 'done' },
      past: { type: 'exit', reason: 'past' },
    });
    life.decide(5 * HOUR);
    expect(life.instance.exit).toEqual({ reason: 'past' });
  });

  test('a journey that times out late says so', () => {
    const life = living(reminder, { timeout: '1h' });
    life.decide(2 * HOUR);
    expect(life.trace.at(-1)).toBe(`+2h wait exit: journey-timed-out (${HOUR} ms late)`);
  });
});

describe('one send per visit (design.md §7.11)', () => {
  test('a loop that comes back to a message sends it as another visit', () => {
    const life = living({ a: sms('b'), b: delay('1h', 'a') });
    for (let round = 0; round < 3; round += 1) {
      life.settle(round * HOUR + SECOND);
      life.decide(round * HOUR + SECOND);
      life.decide((round + 1) * HOUR + 1);
    }
    expect(life.sent.map(({ visit }) => visit)).toEqual([1, 3, 5, 7]);
  });

  test('the outcome of an earlier visit is noted and has no effect', () => {
    const life = living({ a: sms('b'), b: sms('end'), ...end });
    life.settle(SECOND);
    life.settle(SECOND, 'failed');
    life.decide(SECOND);
    expect(life.instance).toMatchObject({ at: 'b', exit: null });
    expect(life.trace.at(-1)).toBe('+1s b note: outcome-of-earlier-visit');
  });
});

describe('the entry is decided first', () => {
  test('the first decision sees events between entry and start, after anything due at the entry', () => {
    const life = live(versionOf({ sms: sms('end'), ...end }, shop));
    life.track(1, 'Charged');
    life.decide(MINUTE);
    expect(life.sent).toEqual([]);
    expect(life.trace).toEqual([
      '+0ms sms wait: send-decided',
      '+1ms sms exit: goal-met',
      '+1ms sms withhold: goal-met',
    ]);
  });

  test('a late start counts from the entry', () => {
    const life = live(versionOf({ wait: delay('2h', 'end'), ...end }));
    life.decide(HOUR);
    expect(life.instance).toMatchObject({ at: 'wait', until: life.instance.enteredAt + 2 * HOUR });
  });
});

test('the path ends where a port has no link', () => {
  const life = living({ wait: { type: 'delay', for: '1d' } });
  life.decide(DAY + 1);
  expect(life.instance.exit).toEqual({ reason: 'completed' });
});

test('a round without a wait, which validation refuses, is a fault and not for ever', () => {
  const round: Nodes = {
    a: { type: 'branch', rules: [{ port: 'x', when: { path: 'profile.x', op: 'exists' } }], then: 'b' },
    b: { type: 'update', set: { y: 1 }, then: 'a' },
  };
  expect(() => living(round)).toThrow('sample v1 loops at');
});
