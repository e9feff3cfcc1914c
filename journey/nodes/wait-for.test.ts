import { describe, expect, test } from 'vitest';
import { HOUR, live, MINUTE, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import type { JourneyInput } from '../document/document.ts';

type Node = JourneyInput['nodes'][string];
type WaitFor = Extract<Node, { readonly type: 'waitFor' }>;

const ends = { bought: { type: 'exit', reason: 'bought' }, late: { type: 'exit', reason: 'late' } } as const;
const waitFor = (more: Partial<WaitFor> = {}): WaitFor => ({
  type: 'waitFor',
  events: { bought: { event: 'Charged' } },
  timeout: '2h',
  links: { bought: 'bought', timeout: 'late' },
  ...more,
});
const waiting = (
  more: Partial<WaitFor> = {},
  living: Parameters<typeof live>[1] = {},
  document: Partial<JourneyInput> = {},
) => {
  const life = live(versionOf({ wait: waitFor(more), ...ends }, document), living);
  life.decide(0);
  return life;
};

describe('an event beats the timer up to the deadline itself (design.md §7.1)', () => {
  test.each([
    { given: 'at once', at: 0, reason: 'bought' },
    { given: 'a millisecond before the deadline', at: 2 * HOUR - 1, reason: 'bought' },
    { given: 'at the deadline', at: 2 * HOUR, reason: 'bought' },
    { given: 'a millisecond late', at: 2 * HOUR + 1, reason: 'late' },
  ])('charged $given → $reason, whenever it is read', ({ at, reason }) => {
    for (const readAt of [2 * HOUR + 1, 2 * HOUR + MINUTE, 5 * HOUR]) {
      const life = waiting();
      life.track(at, 'Charged');
      life.decide(readAt);
      expect(life.instance.exit).toEqual({ reason });
    }
  });

  test('it is left when the event was accepted, not when it was read', () => {
    const life = waiting();
    life.track(HOUR, 'Charged');
    life.decide(HOUR + 30 * MINUTE);
    expect(life.trace.slice(1)).toEqual(['+1h wait → bought: event-happened', '+1h bought exit: path-ended']);
  });

  test('without a time limit it waits for as long as it takes', () => {
    const life = waiting({ timeout: 'never', links: { bought: 'bought' } });
    expect(life.instance.until).toBeNull();
    life.decide(900_000 * HOUR);
    expect(life.instance).toMatchObject({ at: 'wait', exit: null });
  });
});

describe('which event it was decides', () => {
  const two = {
    events: { bought: { event: 'Charged' }, late: { event: 'Cancelled' } },
    links: { bought: 'bought', late: 'late', timeout: 'late' },
  };
  test.each([
    { told: ['Charged', 'Cancelled'], reason: 'bought' },
    { told: ['Cancelled', 'Charged'], reason: 'late' },
    { told: ['Viewed', 'Charged'], reason: 'bought' },
  ])('$told together → $reason: the earliest that is awaited', ({ told, reason }) => {
    const life = waiting(two);
    life.track(HOUR, ...told);
    life.decide(HOUR);
    expect(life.instance.exit).toEqual({ reason });
  });

  test('for one event, the first matching branch', () => {
    const life = waiting({
      events: {
        late: { event: 'Charged', where: { path: 'event.amount', op: '>', value: 50 } },
        bought: { event: 'Charged' },
      },
      links: { bought: 'bought', late: 'late', timeout: 'late' },
    });
    life.track(HOUR, ['Charged', { amount: 51 }]);
    expect(life.decide(HOUR).read.at(-2)).toEqual({ event: 'Charged', 'event.amount': 51 });
    expect(life.instance.exit).toEqual({ reason: 'late' });
  });

  test.each<{ readonly properties: JsonObject; readonly isMet: boolean }>([
    { properties: { cartId: 'c1' }, isMet: true },
    { properties: { cartId: 'c2' }, isMet: false },
    { properties: {}, isMet: false },
  ])('of an instance with the key c1, $properties is its event: $isMet', ({ properties, isMet }) => {
    const life = waiting({}, { key: 'c1' }, { entry: { type: 'event', event: 'Carted', key: 'event.cartId' } });
    life.track(HOUR, ['Charged', properties]);
    life.decide(HOUR);
    expect(life.instance.exit !== null).toBe(isMet);
  });
});

describe('a wait counts what its `since` says (design.md §7.3)', () => {
  const message: Node = { type: 'message', channel: 'inApp', content: { text: 'x' }, then: 'wait' };
  /** Enters a message at T0 (an event comes while it is under way), which is settled a second later, then the wait. */
  const afterMessage = (since: 'entry' | 'previous' | 'now', at: number) => {
    const life = live(versionOf({ message, wait: waitFor({ since }), ...ends }));
    life.decide(0);
    life.track(at, 'Charged');
    life.settle(1000);
    life.decide(1000);
    return life;
  };
  test.each([
    { since: 'previous', at: 1, reason: 'bought' },
    { since: 'entry', at: 1, reason: 'bought' },
    { since: 'now', at: 1, reason: undefined },
    { since: 'previous', at: 1000, reason: 'bought' },
  ] as const)('$since: an event $at ms after the send was decided → $reason', ({ since, at, reason }) => {
    expect(afterMessage(since, at).instance.exit?.reason).toBe(reason);
  });

  test('`previous` starts at the arrival at the last node where the instance stopped, `entry` at the entry', () => {
    const through = (since: 'entry' | 'previous') => {
      const life = live(
        versionOf({
          first: { type: 'delay', for: '1h', then: 'second' },
          second: { type: 'delay', for: '1h', then: 'pass' },
          pass: { type: 'branch', rules: [{ port: 'x', when: { path: 'profile.x', op: 'exists' } }], then: 'wait' },
          wait: waitFor({ since }),
          ...ends,
        }),
      );
      life.track(30 * MINUTE, 'Charged'); // before the second delay
      life.decide(HOUR + 1);
      life.decide(2 * HOUR + 1);
      return life.instance.exit?.reason;
    };
    expect(through('previous')).toBeUndefined();
    expect(through('entry')).toBe('bought');
  });

  test('an event that lies past its deadline does not count, though it was read before the wait began', () => {
    const life = live(versionOf({ message, wait: waitFor({ since: 'previous', timeout: '1s' }), ...ends }));
    life.decide(0);
    life.track(1001, 'Charged'); // the message counts as sent at T0, so that the wait ends at +1 s
    life.settle(2000);
    life.decide(2001);
    expect(life.instance.exit?.reason).toBe('late');
  });

  describe('the event that ended a wait is spent: it does not satisfy the next one too', () => {
    const pass: Node = {
      type: 'branch',
      rules: [{ port: 'x', when: { path: 'profile.x', op: 'exists' } }],
      then: 'again',
    };
    test.each<{ readonly way: string; readonly between: JourneyInput['nodes']; readonly to: string }>([
      { way: 'straight', between: {}, to: 'again' },
      { way: 'through a node that does not stop', between: { pass }, to: 'pass' },
    ])('$way', ({ between, to }) => {
      const life = live(
        versionOf({ wait: waitFor({ links: { bought: to, timeout: 'late' } }), ...between, again: waitFor(), ...ends }),
      );
      life.decide(0);
      life.track(HOUR, 'Charged');
      life.decide(HOUR);
      expect(life.instance).toMatchObject({ at: 'again', exit: null });
      life.track(HOUR, 'Charged');
      life.decide(HOUR);
      expect(life.instance.exit).toEqual({ reason: 'bought' });
    });

    test('two in one acceptance satisfy two waits', () => {
      const life = live(
        versionOf({
          wait: waitFor({ links: { bought: 'pass', timeout: 'late' } }),
          pass,
          again: waitFor({ since: 'now' }),
          ...ends,
        }),
      );
      life.decide(0);
      life.track(HOUR, 'Charged', 'Charged');
      life.decide(HOUR);
      expect(life.instance.exit).toEqual({ reason: 'bought' });
    });
  });
});

describe('what it remembers', () => {
  const viewed = { refreshOn: { event: 'Viewed' } };

  test('`as` keeps the properties of the event that came', () => {
    const life = waiting({ events: { bought: { event: 'Charged', as: 'order' } } });
    life.track(HOUR, ['Charged', { total: 5 }]);
    life.decide(HOUR);
    expect(life.context).toEqual({ entry: {}, order: { total: 5 } });
  });

  test('`refreshOn` replaces the entry’s properties by the latest, and moves no instance', () => {
    const life = waiting(viewed, { entry: { product: 1 } });
    life.track(MINUTE, ['Viewed', { product: 2 }], ['Viewed', { product: 3 }]);
    life.decide(MINUTE);
    expect(life.context).toEqual({ entry: { product: 3 } });
    expect(life.instance).toMatchObject({ at: 'wait', visit: 1, until: waiting().instance.until });
    expect(life.trace.at(-1)).toBe('+1m wait note: context-refreshed');
  });

  test.each([
    { together: true, product: 2 },
    { together: false, product: 2 },
  ])('a refresh before the event that ends the wait counts, together: $together', ({ together, product }) => {
    const life = waiting({ ...viewed, events: { bought: { event: 'Charged', as: 'order' } } });
    if (together) life.track(HOUR, ['Viewed', { product }], 'Charged', ['Viewed', { product: 9 }]);
    else
      for (const told of [['Viewed', { product }], 'Charged', ['Viewed', { product: 9 }]] as const)
        life.track(HOUR, told);
    life.decide(HOUR);
    expect(life.context).toEqual({ entry: { product }, order: {} });
  });

  test('it looks back for a refresh too', () => {
    const life = live(versionOf({ day: { type: 'delay', for: '1h', then: 'wait' }, wait: waitFor(viewed), ...ends }));
    life.track(MINUTE, ['Viewed', { product: 2 }]);
    life.decide(HOUR + 1);
    expect(life.context).toEqual({ entry: { product: 2 } });
    expect(life.trace.at(-1)).toBe('+1h wait wait: context-refreshed');
    expect(life.instance.until).toBe(life.instance.arrivedAt + 2 * HOUR);
  });
});
