import { describe, expect, test } from 'vitest';
import { HOUR, live, MINUTE, SECOND, T0, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import type { Slot } from '../delivery/frequency-caps.ts';
import type { JourneyInput } from '../document/document.ts';
import { instant } from '../time/time.ts';

/** An SMS at once, two in an hour at the most; another one of the same person was sent `ago` before. */
function sending(slots: readonly Slot[], message: object = {}, more: Partial<JourneyInput> = {}) {
  const version = versionOf(
    {
      sms: {
        type: 'message',
        channel: 'sms',
        content: { text: 'Hi' },
        links: { suppressed: 'capped' },
        then: 'end',
        ...message,
      } as never,
      capped: { type: 'exit', reason: 'capped' },
      end: { type: 'exit' },
    },
    { frequencyCaps: [{ max: 2, per: '1h' }], ...more },
  );
  const life = live(version, { profile: { phone: '+31600000000' } });
  life.slots.push(...slots);
  life.decide(0);
  return life;
}
const sent = (before: number, key = `other-${before}`): Slot => ({
  key,
  channel: 'sms',
  tags: [],
  at: instant(T0 - before),
});
const TWO = [sent(MINUTE), sent(2 * MINUTE)];

describe('7.9 capped takes `suppressed`, with its reason', () => {
  test.each([
    { given: 'one sent', slots: [sent(MINUTE)], exit: undefined },
    { given: 'two sent', slots: TWO, exit: 'capped' },
    { given: 'two sent, one of them an hour ago', slots: [sent(MINUTE), sent(HOUR)], exit: undefined },
    {
      given: 'two sent, one of them a millisecond less than an hour ago',
      slots: [sent(0), sent(HOUR - 1)],
      exit: 'capped',
    },
  ])('$given → $exit', ({ slots, exit }) => {
    const life = sending(slots);
    expect(life.instance.exit?.reason).toBe(exit);
    expect(life.sent).toHaveLength(exit ? 0 : 1);
  });

  test('it reports the values it read, and when the next message may go', () => {
    const [decided] = sending(TWO).decided;
    expect(decided?.decision.trace[0]).toMatchObject({
      node: 'sms',
      move: 'leave',
      port: 'suppressed',
      rule: 'capped',
    });
    expect(decided?.read[0]).toEqual({
      by: 'journey',
      max: 2,
      per: '1h',
      taken: 2,
      freeAt: '2026-03-02T09:58:00.000Z',
    });
  });

  test('transactional messages are exempt', () => {
    expect(sending(TWO, { transactional: true }).sent).toHaveLength(1);
  });

  test('checked again, its own slot doesn’t count against it, but a quicker message’s slot does', () => {
    const life = sending([sent(MINUTE)]);
    life.slots.push({ key: 'i1.sms.1', channel: 'sms', tags: [], at: null });
    life.settle(SECOND, 'look-again');
    life.decide(SECOND);
    expect(life.sent).toHaveLength(2);
    life.slots.push({ key: 'quicker', channel: 'sms', tags: [], at: null });
    life.settle(2 * SECOND, 'look-again');
    life.decide(2 * SECOND);
    expect(life.instance.exit?.reason).toBe('capped');
  });

  test('an earlier visit of its own counts', () => {
    const version = versionOf(
      {
        one: { type: 'message', channel: 'sms', content: { text: '1' }, then: 'two' } as never,
        two: {
          type: 'message',
          channel: 'sms',
          content: { text: '2' },
          links: { suppressed: 'capped' },
          then: 'capped',
        } as never,
        capped: { type: 'exit', reason: 'capped' },
      },
      { frequencyCaps: [{ max: 1, per: '1h' }] },
    );
    const life = live(version, { profile: { phone: '+31600000000' } });
    life.decide(0);
    life.slots.push({ key: 'i1.one.1', channel: 'sms', tags: [], at: instant(T0 + SECOND) });
    life.settle(SECOND);
    life.decide(SECOND);
    expect(life.trace.slice(-2)).toEqual(['+0ms two → suppressed: capped', '+0ms capped exit: path-ended']);
  });
});

describe('the gates in their order: consent, address, quiet hours, frequency caps (design.md §8)', () => {
  const quietHours = [{ from: '09:00', to: '11:00', policy: 'drop' as const }];
  test.each<{
    readonly given: string;
    readonly profile: JsonObject;
    readonly more: Partial<JourneyInput>;
    readonly rule: string;
  }>([
    { given: 'all four', profile: { consent: { sms: false } }, more: { quietHours }, rule: 'no-consent' },
    { given: 'no address, quiet, capped', profile: {}, more: { quietHours }, rule: 'no-address' },
    {
      given: 'quiet and capped',
      profile: { phone: '+31600000000' },
      more: { quietHours },
      rule: 'quiet-hours-dropped',
    },
    { given: 'capped', profile: { phone: '+31600000000' }, more: {}, rule: 'capped' },
  ])('$given → $rule', ({ profile, more, rule }) => {
    const version = versionOf(
      { sms: { type: 'message', channel: 'sms', content: { text: '1' }, then: 'end' } as never, end: { type: 'exit' } },
      { frequencyCaps: [{ max: 2, per: '1h' }], ...more },
    );
    const life = live(version, { profile });
    life.slots.push(...TWO);
    life.decide(0);
    expect(life.decided[0]?.decision.trace[0]?.rule).toBe(rule);
  });
});
