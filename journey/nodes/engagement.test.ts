import { describe, expect, test } from 'vitest';
import { HOUR, live, MINUTE, SECOND, T0, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { message } from './message.ts';

const NODES = {
  sms: {
    type: 'message',
    channel: 'sms',
    content: { text: 'Hi' },
    engagement: { within: '1h' },
    links: { clicked: 'clicked', viewed: 'viewed', bounced: 'bounced', timeout: 'silent', failed: 'failed' },
    then: 'suppressed',
  },
  clicked: { type: 'exit', reason: 'clicked' },
  viewed: { type: 'exit', reason: 'viewed' },
  bounced: { type: 'exit', reason: 'bounced' },
  silent: { type: 'exit', reason: 'silent' },
  failed: { type: 'exit', reason: 'failed' },
  suppressed: { type: 'exit', reason: 'suppressed' },
} as const satisfies Record<string, JourneyInput['nodes'][string] | object>;
const VERSION = versionOf(NODES as never, { goals: [{ id: 'bought', event: 'Bought' }] });
const OWN = { key: 'i1.sms.1' };

/** The SMS has been decided on. */
function begun(version = VERSION) {
  const life = live(version, { profile: { phone: '+31600000000' } });
  life.decide(0);
  return life;
}
/** And its provider has accepted it. */
function sent(after = SECOND) {
  const life = begun();
  life.settle(after);
  life.decide(after);
  return life;
}

describe('a message whose engagement ports are linked waits for the first of them, from the sending on', () => {
  test('it does not take `sent`', () => {
    const life = sent();
    expect(life.instance).toMatchObject({ at: 'sms', until: T0 + HOUR, exit: null });
    expect(life.trace.at(-1)).toBe('+0ms sms wait: engagement-awaited');
  });

  test.each([
    { event: '$message.clicked', at: MINUTE, properties: OWN, exit: 'clicked' },
    { event: '$message.viewed', at: MINUTE, properties: OWN, exit: 'viewed' },
    { event: '$message.bounced', at: MINUTE, properties: { ...OWN, permanent: true }, exit: 'bounced' },
    { event: '$message.clicked', at: HOUR, properties: OWN, exit: 'clicked' },
    { event: '$message.clicked', at: HOUR + 1, properties: OWN, exit: 'silent' },
    { event: '$message.delivered', at: MINUTE, properties: OWN, exit: 'silent' },
    { event: '$message.clicked', at: MINUTE, properties: { key: 'i1.sms.2' }, exit: 'silent' },
    { event: '$message.clicked', at: MINUTE, properties: {}, exit: 'silent' },
    { event: 'Bought', at: MINUTE, properties: {}, exit: 'goal' },
  ])('$event of $properties at $at ms → $exit', ({ event, at, properties, exit }) => {
    const life = sent();
    life.track(at, [event, properties as never]);
    life.decide(2 * HOUR);
    expect(life.instance.exit?.reason).toBe(exit);
  });

  test('the first one decides', () => {
    const life = sent();
    life.track(MINUTE, ['$message.viewed', OWN], ['$message.clicked', OWN]);
    life.decide(HOUR);
    expect(life.instance.exit?.reason).toBe('viewed');
  });

  test.each([
    { given: 'read before the outcome', steps: [SECOND, 2 * SECOND] },
    { given: 'read with the outcome', steps: [2 * SECOND] },
  ])('an event that came before the outcome, $given, is not lost', ({ steps }) => {
    const life = begun();
    life.track(SECOND, ['$message.clicked', OWN]);
    life.settle(2 * SECOND);
    for (const step of steps) life.decide(step);
    expect(life.trace.slice(1, 2)).toEqual(['+0ms sms → clicked: engaged-before-outcome']);
  });

  test('sent much later than decided, the window counts from the sending', () => {
    expect(sent(2 * HOUR).instance.until).toBe(T0 + 3 * HOUR);
  });

  test.each([
    { outcome: 'failed', exit: 'failed' },
    { outcome: 'unknown', exit: 'failed' },
    { outcome: 'unreachable', exit: 'suppressed' },
    { outcome: 'suppressed', exit: 'suppressed' },
  ] as const)('$outcome goes its way as always', ({ outcome, exit }) => {
    const life = begun();
    life.settle(SECOND, outcome);
    life.decide(SECOND);
    expect(life.instance.exit?.reason).toBe(exit);
  });

  test('an operator may end the wait, but not have it sent again', () => {
    const life = sent();
    life.order(MINUTE, { name: 'retry' });
    life.decide(MINUTE);
    expect(life.decided.at(-1)?.commands).toEqual([{ id: expect.any(String), refused: 'its message has been sent' }]);
    life.order(2 * MINUTE, { name: 'skip' });
    life.decide(2 * MINUTE);
    expect(life.instance.exit?.reason).toBe('silent');
  });

  test('paused while it waits: the window moves by the pause, and events of the pause count', () => {
    const life = sent();
    life.order(MINUTE, { name: 'pause' });
    life.track(2 * MINUTE, ['$message.clicked', OWN]);
    life.decide(2 * HOUR);
    expect(life.instance.exit).toBeNull();
    life.order(2 * HOUR, { name: 'resume' });
    life.decide(2 * HOUR);
    expect(life.instance.exit?.reason).toBe('clicked');
  });
});

describe('what it asks for', () => {
  test('only linked engagement events concern users at the node', () => {
    expect(VERSION.interestsAt('sms' as never)).toEqual([
      'Bought',
      '$message.viewed',
      '$message.clicked',
      '$message.bounced',
    ]);
    expect(VERSION.lookBack).toEqual(['$message.viewed', '$message.clicked', '$message.bounced']);
    const plain = versionOf({
      sms: { ...NODES.sms, links: {}, engagement: undefined, then: 'end' },
      end: { type: 'exit' },
    } as never);
    expect(plain.interestsAt('sms' as never)).toEqual([]);
    expect(plain.lookBack).toEqual([]);
  });

  test('its ports, and in words', () => {
    const node = message.schema.parse(NODES.sms);
    expect(message.ports(node)).toEqual([
      'viewed',
      'clicked',
      'bounced',
      'timeout',
      'failed',
      'unreachable',
      'suppressed',
    ]);
    expect(message.takesTime?.(node)).toEqual(['viewed', 'clicked', 'bounced', 'timeout']);
    expect(message.describe(node)).toBe('SMS “Hi”, then wait up to 1 hour until it is viewed or clicked or bounced');
  });
});
