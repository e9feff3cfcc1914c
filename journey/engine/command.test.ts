import { describe, expect, test } from 'vitest';
import { HOUR, type Life, live, MINUTE, SECOND, versionOf } from '../../test/samples/instance.ts';
import { NodeId } from '../base/ids.ts';
import type { JourneyInput } from '../document/document.ts';
import type { Order } from '../events/input.ts';

const version = versionOf(
  {
    wait: {
      type: 'waitFor',
      events: { bought: { event: 'Charged' } },
      timeout: '2h',
      refreshOn: { event: 'Viewed' },
      links: { bought: 'thanks', timeout: 'sms' },
    },
    sms: { type: 'message', channel: 'sms', content: { text: 'x' }, then: 'end' },
    thanks: { type: 'exit', reason: 'bought' },
    end: { type: 'exit' },
  },
  { goals: [{ id: 'g', event: 'Subscribed' }], timeout: '1d' },
);
const PHONE = { phone: '+31612345678' };

const waiting = (of = version): Life => {
  const life = live(of, { profile: PHONE });
  life.decide(0);
  return life;
};
/** The answer to the last command. */
const ordered = (life: Life, after: number, order: Order) => {
  life.order(after, order);
  return life.decide(after).commands.at(-1);
};
const offsetOf = ({ instance }: Life) => (instance.until === null ? null : instance.until - instance.enteredAt);

describe('a pause holds the clock (design.md §7.7)', () => {
  test('the deadline moves by its length, the journey’s too', () => {
    const life = waiting();
    expect(ordered(life, HOUR, { name: 'pause' })).toEqual({ id: 'c2' });
    expect(ordered(life, 4 * HOUR, { name: 'resume' })).toEqual({ id: 'c3' });
    expect(offsetOf(life)).toBe(5 * HOUR);
    expect(life.instance).toMatchObject({ pausedAt: null, pausedMs: 3 * HOUR });
    life.decide(5 * HOUR);
    expect(life.instance.at).toBe('wait');
    life.decide(5 * HOUR + 1);
    expect(life.trace.slice(1)).toEqual([
      '+1h wait note: paused',
      '+4h wait release: resumed',
      '+5h wait → timeout: timed-out',
      '+5h sms wait: send-decided',
    ]);
    life.decide(27 * HOUR);
    expect(life.instance.exit).toBeNull();
    life.decide(27 * HOUR + 1);
    expect(life.instance.exit).toEqual({ reason: 'timeout' });
  });

  test('no deadline closes in it, however long', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'pause' });
    life.decide(900 * HOUR);
    expect(life.instance).toMatchObject({ at: 'wait', exit: null });
  });

  test('a deadline that was closed before the pause was asked for has closed', () => {
    const life = waiting();
    ordered(life, 2 * HOUR + 1, { name: 'pause' });
    expect(life.instance.at).toBe('sms');
    const exactly = waiting();
    ordered(exactly, 2 * HOUR, { name: 'pause' });
    expect(exactly.instance.at).toBe('wait');
  });

  test('events of the pause count when it ends, from that instant', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'pause' });
    life.track(HOUR + MINUTE, ['Viewed', { product: 2 }]);
    life.track(HOUR + 2 * MINUTE, 'Charged');
    life.decide(3 * HOUR);
    expect(life.instance).toMatchObject({ at: 'wait', exit: null });
    ordered(life, 4 * HOUR, { name: 'resume' });
    expect(life.instance.exit).toEqual({ reason: 'bought' });
    expect(life.context).toEqual({ entry: { product: 2 } });
    expect(life.trace.slice(2)).toEqual([
      '+4h wait release: resumed',
      '+4h wait → bought: event-happened',
      '+4h thanks exit: path-ended',
    ]);
  });

  test('a goal ends the instance immediately, even in the pause', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'pause' });
    life.track(HOUR + 1, 'Subscribed');
    life.decide(HOUR + 1);
    expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'g' });
  });

  test('a send due in the pause waits for its end, and then passes the checks', () => {
    for (const [traits, sends] of [
      [{}, 1],
      [{ consent: { sms: false } }, 0],
    ] as const) {
      const life = waiting();
      ordered(life, HOUR, { name: 'pause' });
      ordered(life, HOUR + 1, { name: 'move', to: NodeId.parse('sms') });
      expect(life.instance).toMatchObject({ at: 'sms', held: true });
      expect(life.trace.at(-1)).toBe(`+${HOUR + 1}ms sms hold: send-decided`);
      expect(life.sent).toEqual([]);
      life.profile(traits);
      ordered(life, 3 * HOUR, { name: 'resume' });
      expect(life.sent).toHaveLength(sends);
      expect(life.instance.held).toBe(false);
    }
  });

  test('later steps after a held send count from its release', () => {
    const life = waiting(
      versionOf({
        sms: { type: 'message', channel: 'sms', content: { text: 'x' }, then: 'wait' },
        wait: { type: 'delay', for: '1h', then: 'end' },
        end: { type: 'exit' },
      }),
    );
    ordered(life, SECOND, { name: 'pause' });
    life.settle(2 * SECOND, 'look-again'); // the claim came too late
    life.decide(2 * SECOND);
    expect(life.instance.held).toBe(true);
    ordered(life, 3 * HOUR, { name: 'resume' });
    expect(life.sent.map(({ visit }) => visit)).toEqual([1, 1]); // the same visit: the same key
    life.settle(3 * HOUR + SECOND);
    life.decide(3 * HOUR + SECOND);
    expect(offsetOf(life)).toBe(4 * HOUR);
  });

  test('a wait that began in the pause moves by the rest of the pause', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'pause' });
    ordered(life, 2 * HOUR, { name: 'retry' });
    ordered(life, 3 * HOUR, { name: 'resume' });
    expect(offsetOf(life)).toBe(5 * HOUR);
  });

  test.each([
    { before: ['pause'], order: 'pause', refused: 'it is paused already' },
    { before: [], order: 'resume', refused: 'it is not paused' },
    { before: ['pause', 'resume'], order: 'resume', refused: 'it is not paused' },
  ] as const)('after $before, $order is refused: $refused', ({ before, order, refused }) => {
    const life = waiting();
    for (const name of before) ordered(life, MINUTE, { name });
    expect(ordered(life, HOUR, { name: order })).toMatchObject({ refused });
    expect(life.trace.at(-1)).toBe('+1h wait note: command-refused');
  });
});

describe('an operator can move one on', () => {
  test('move: a new visit of another node', () => {
    const life = waiting();
    expect(ordered(life, HOUR, { name: 'move', to: NodeId.parse('sms') })).toEqual({ id: 'c2' });
    expect(life.trace.slice(1)).toEqual(['+1h wait note: moved', '+1h sms wait: send-decided']);
    expect(life.sent).toEqual([{ type: 'send', channel: 'sms', node: 'sms', visit: 2 }]);
  });

  test.each(['nowhere', 'constructor'])('a move to %s is refused: there is no such node', (to) => {
    const life = waiting();
    expect(ordered(life, HOUR, { name: 'move', to: NodeId.parse(to) })?.refused).toBe(`version 1 has no node "${to}"`);
    expect(life.instance.at).toBe('wait');
  });

  test('retry: the same node again, with its timer from now', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'retry' });
    expect(life.instance).toMatchObject({ at: 'wait', visit: 2 });
    expect(offsetOf(life)).toBe(3 * HOUR);
  });

  test('retry is refused while a send is under way: nothing is sent twice', () => {
    const life = waiting();
    life.decide(2 * HOUR + 1);
    expect(ordered(life, 3 * HOUR, { name: 'retry' })?.refused).toBe('its send is still under way');
    expect(life.sent).toHaveLength(1);
  });

  test('skip: as if the deadline had come, now', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'skip' });
    expect(life.trace.slice(1)).toEqual([
      '+1h wait note: skipped',
      '+1h wait → timeout: timed-out',
      '+1h sms wait: send-decided',
    ]);
    expect(ordered(life, HOUR, { name: 'skip' })?.refused).toBe('its send is still under way');
  });

  test('skip is refused if the wait has no port for it', () => {
    const nodes: JourneyInput['nodes'] = {
      wait: { type: 'waitFor', events: { x: { event: 'X' } }, timeout: 'never', then: 'end' },
      end: { type: 'exit' },
    };
    expect(ordered(waiting(versionOf(nodes)), HOUR, { name: 'skip' })?.refused).toContain('move it instead');
  });

  test('exit: with the operator’s reason', () => {
    const life = waiting();
    ordered(life, HOUR, { name: 'exit', reason: 'fraud' });
    expect(life.instance).toMatchObject({ exit: { reason: 'fraud' }, until: null });
    expect(life.trace.at(-1)).toBe('+1h wait exit: ended-by-operator');
  });
});

describe('only if it has not moved on since the operator looked', () => {
  const VISIT = 1;
  const ORDERS: readonly Order[] = [
    { name: 'skip' },
    { name: 'retry' },
    { name: 'pause' },
    { name: 'move', to: NodeId.parse('end') },
    { name: 'exit', reason: 'fraud' },
  ];

  test.each(ORDERS)('$name: refused in the next visit, with where it is', (order) => {
    const life = waiting();
    life.track(HOUR, 'Charged');
    life.order(HOUR, { ...order, visit: VISIT }); // in the same breath: the event was first
    life.decide(HOUR);
    expect(life.decided.flatMap(({ commands }) => commands)[0]?.refused).toBe('it has ended: bought');
    const sent = waiting();
    sent.decide(2 * HOUR + 1);
    expect(ordered(sent, 3 * HOUR, { ...order, visit: VISIT })?.refused).toBe(
      'it has moved on since: it is at "sms" now',
    );
    expect(sent.instance).toMatchObject({ at: 'sms', exit: null, pausedAt: null });
  });

  test('in the same visit, the command is applied', () => {
    const life = waiting();
    expect(ordered(life, HOUR, { name: 'skip', visit: VISIT })?.refused).toBeUndefined();
    expect(life.instance.at).toBe('sms');
  });
});

describe('every command is answered', () => {
  test('a command after the end is answered with the exit', () => {
    const life = waiting();
    life.track(HOUR, 'Subscribed');
    life.order(HOUR + 1, { name: 'pause' });
    expect(life.decide(2 * HOUR).commands).toEqual([{ id: 'c3', refused: 'it has ended: goal' }]);
  });

  test('commands and events go in the order of their acceptance', () => {
    const life = waiting();
    life.order(HOUR, { name: 'exit', reason: 'fraud' });
    life.track(HOUR, 'Subscribed');
    life.decide(HOUR);
    expect(life.instance.exit).toEqual({ reason: 'fraud' });
  });

  test('a send that was decided in the same breath as an operator moved on is withheld', () => {
    const life = waiting();
    life.order(2 * HOUR + 1, { name: 'move', to: NodeId.parse('end') });
    life.decide(2 * HOUR + MINUTE);
    expect(life.sent).toEqual([]);
    expect(life.trace.filter((line) => line.includes('withhold'))).toHaveLength(1);
  });
});
