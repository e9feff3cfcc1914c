import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Life, live, MINUTE, SECOND, T0, versionOf } from '../../test/samples/instance.ts';
import { NodeId } from '../base/ids.ts';
import type { JourneyInput } from '../document/document.ts';
import { type Pause, PausePolicy } from '../lifecycle/pause.ts';
import { instant } from '../time/time.ts';
import { deadlineWithPauses } from './pauses.ts';

const PHONE = { phone: '+31612345678' };
const hours = (from: number, to: number | null, policy: PausePolicy = 'hold-clock'): Pause => ({
  from: instant(T0 + from * HOUR),
  to: to === null ? null : instant(T0 + to * HOUR),
  policy,
});

describe('7.7 effective deadlines, set at 0 h to 10 h', () => {
  test.each<{ readonly pauses: readonly Pause[]; readonly length: number | null; readonly date: number | null }>([
    { pauses: [], length: 10, date: 10 },
    { pauses: [hours(2, 5)], length: 13, date: 10 },
    { pauses: [hours(-3, 2)], length: 12, date: 10 },
    { pauses: [hours(-3, 0)], length: 10, date: 10 },
    { pauses: [hours(2, 3), hours(4, 6)], length: 13, date: 10 },
    { pauses: [hours(9, 12)], length: 13, date: 12 },
    { pauses: [hours(10, 12)], length: 12, date: 12 },
    { pauses: [hours(11, 12)], length: 10, date: 10 },
    { pauses: [hours(8, 9), hours(10.5, 20)], length: 20.5, date: 10 },
    { pauses: [hours(2, null)], length: null, date: null },
    { pauses: [hours(11, null)], length: 10, date: 10 },
    { pauses: [hours(2, 5, 'skip'), hours(6, 7, 'send-on-resume')], length: 10, date: 10 },
  ])('$pauses → a length $length h, a date $date h', ({ pauses, length, date }) => {
    const comesTo = (keepsDate: boolean) => {
      const end = deadlineWithPauses(instant(T0 + 10 * HOUR), T0, keepsDate, pauses);
      return end === null ? null : (end - T0) / HOUR;
    };
    expect({ length: comesTo(false), date: comesTo(true) }).toEqual({ length, date });
  });
});

const REMINDER: JourneyInput['nodes'] = {
  wait: {
    type: 'waitFor',
    events: { bought: { event: 'Charged' } },
    refreshOn: { event: 'Viewed' },
    timeout: '2h',
    links: { bought: 'thanks', timeout: 'sms' },
  },
  sms: {
    type: 'message',
    channel: 'sms',
    content: { text: 'x' },
    links: { sent: 'rest', suppressed: 'rest', failed: 'end', unreachable: 'end' },
  },
  rest: { type: 'delay', for: '1h', then: 'end' },
  thanks: { type: 'exit', reason: 'bought' },
  end: { type: 'exit' },
};
const reminder = versionOf(REMINDER, { goals: [{ id: 'g', event: 'Subscribed' }], timeout: '1d' });

const waiting = (version = reminder): Life => {
  const life = live(version, { profile: PHONE });
  life.decide(0);
  return life;
};

/** Paused from +1 h to +5 h; instances are woken on time. */
function paused(policy: PausePolicy, version = reminder) {
  const life = waiting(version);
  life.pause(HOUR, policy);
  life.decide(2 * HOUR + 1);
  life.decide(3 * HOUR + 1);
  life.resume(5 * HOUR);
  life.decide(5 * HOUR);
  return life;
}

describe('7.7 a pause of the journey, from +1 h to +5 h, with a reminder due at +2 h', () => {
  test('hold the clock: the reminder goes at +6 h, later steps count from there, and nothing is late', () => {
    const life = paused('hold-clock');
    expect(life.trace).toEqual(['+0ms wait wait: waiting-for-events']);
    life.decide(6 * HOUR);
    expect(life.sent).toEqual([]);
    life.decide(6 * HOUR + 1);
    expect(life.trace.slice(1)).toEqual(['+6h wait → timeout: timed-out', '+6h sms wait: send-decided']);
    life.settle(6 * HOUR + SECOND);
    life.decide(7 * HOUR + 1);
    expect(life.trace.at(-2)).toBe('+7h rest → done: time-passed');
  });

  test('send on resume: the reminder is due at +2 h, is held, goes at +5 h, and later steps count from there', () => {
    const life = paused('send-on-resume');
    expect(life.trace.slice(1)).toEqual([
      '+2h wait → timeout: timed-out',
      '+2h sms hold: send-decided',
      '+5h sms release: journey-resumed',
      '+5h sms wait: send-decided',
    ]);
    life.settle(5 * HOUR + SECOND);
    life.decide(6 * HOUR + 1);
    expect(life.trace.slice(5)).toEqual([
      '+5h sms → sent: sent',
      '+5h rest wait: delay-began',
      '+6h rest → done: time-passed',
      '+6h end exit: path-ended',
    ]);
  });

  test('skip: the reminder takes `suppressed` with its reason at +2 h, and later steps count from there', () => {
    const life = paused('skip');
    expect(life.sent).toEqual([]);
    expect(life.trace.slice(1)).toEqual([
      '+2h wait → timeout: timed-out',
      '+2h sms → suppressed: skipped-in-pause',
      '+2h rest wait: delay-began',
      '+3h rest → done: time-passed',
      '+3h end exit: path-ended',
    ]);
  });

  test.each(PausePolicy.options)(
    '%s: not woken until the end of the pause, the instance has the same trace',
    (policy) => {
      const life = waiting();
      life.pause(HOUR, policy);
      life.resume(5 * HOUR);
      life.decide(5 * HOUR);
      const other = paused(policy);
      expect(life.trace).toEqual(other.trace);
    },
  );

  test.each(PausePolicy.options)('%s: a goal ends the instance immediately', (policy) => {
    const life = waiting();
    life.pause(HOUR, policy);
    life.track(HOUR + MINUTE, 'Subscribed');
    life.decide(HOUR + MINUTE);
    expect(life.instance.exit).toEqual({ reason: 'goal', goal: 'g' });
  });

  test('hold the clock: events that the wait missed count when the pause ends, once, from that instant', () => {
    const life = waiting();
    life.pause(HOUR, 'hold-clock');
    life.track(2 * HOUR, ['Viewed', { product: 2 }]);
    life.decide(2 * HOUR);
    life.track(3 * HOUR, 'Charged');
    life.decide(3 * HOUR);
    expect(life.instance).toMatchObject({ at: 'wait', exit: null, missed: 2 });
    life.resume(5 * HOUR);
    life.decide(5 * HOUR);
    expect(life.context).toEqual({ entry: { product: 2 } });
    expect(life.trace.slice(1)).toEqual([
      '+5h wait release: journey-resumed',
      '+5h wait → bought: event-happened',
      '+5h thanks exit: path-ended',
    ]);
  });

  test.each(['send-on-resume', 'skip'] as const)('%s: a wait hears what happens in it', (policy) => {
    const life = waiting();
    life.pause(HOUR, policy);
    life.track(HOUR + MINUTE, 'Charged');
    life.decide(HOUR + MINUTE);
    expect(life.instance.exit).toEqual({ reason: 'bought' });
  });

  test('an event a millisecond before it is no part of it, one at its first millisecond is, one at its end no more', () => {
    for (const [at, exit] of [
      [HOUR - 1, { reason: 'bought' }],
      [HOUR, null],
      [5 * HOUR - 1, null],
    ] as const) {
      const life = waiting();
      life.pause(HOUR, 'hold-clock');
      life.track(at, 'Charged');
      life.decide(5 * HOUR - 1);
      expect(life.instance.exit).toEqual(exit);
    }
    const life = waiting();
    life.pause(HOUR, 'hold-clock');
    life.resume(5 * HOUR);
    life.track(5 * HOUR, 'Charged');
    life.decide(5 * HOUR);
    expect(life.trace.slice(1)).toEqual(['+5h wait → bought: event-happened', '+5h thanks exit: path-ended']);
  });

  test('the longest stay waits too, and only while clocks are held', () => {
    for (const [policy, ends] of [
      ['hold-clock', 28 * HOUR],
      ['send-on-resume', DAY],
      ['skip', DAY],
    ] as const) {
      const life = waiting(
        versionOf(
          { rest: { type: 'delay', for: '5d', then: 'end' }, end: { type: 'exit' } },
          { timeout: '24h', timeZone: 'UTC' },
        ),
      );
      life.pause(HOUR, policy);
      life.resume(5 * HOUR);
      life.decide(ends);
      expect(life.instance.exit).toBeNull();
      life.decide(ends + 1);
      expect(life.trace.at(-1)).toBe(`+${ends / HOUR === 24 ? '1d' : '28h'} rest exit: journey-timed-out`);
    }
  });

  test.each([
    { at: '2026-03-02T12:00Z', happens: 5 }, // +3 h, in the pause
    { at: '2026-03-02T16:00Z', happens: 7 },
  ])('a date stays a date: $at happens at +$happens h', ({ at, happens }) => {
    const life = waiting(
      versionOf({
        until: { type: 'waitUntil', date: { at }, links: { done: 'end', past: 'end' } },
        end: { type: 'exit' },
      }),
    );
    life.pause(HOUR, 'hold-clock');
    life.decide(4 * HOUR);
    life.resume(5 * HOUR);
    life.decide(happens * HOUR);
    expect(life.trace).toHaveLength(1);
    life.decide(happens * HOUR + 1);
    expect(life.trace[1]).toBe(`+${happens}h until → done: date-has-come`);
  });

  test('a message that an operator moves the user to during the pause is held, whatever the policy', () => {
    const life = waiting();
    life.pause(HOUR, 'hold-clock');
    life.order(2 * HOUR, { name: 'move', to: NodeId.parse('sms') });
    life.decide(2 * HOUR);
    expect(life.instance).toMatchObject({ at: 'sms', held: true });
    life.resume(5 * HOUR);
    life.decide(5 * HOUR);
    expect(life.trace.slice(-2)).toEqual(['+5h sms release: journey-resumed', '+5h sms wait: send-decided']);
  });

  test.each(PausePolicy.options)(
    '%s: a send that was due before it and came to its claim in it is held, and keeps its key',
    (policy) => {
      const life = waiting();
      life.decide(2 * HOUR + 1);
      life.pause(2 * HOUR + SECOND, policy);
      life.settle(2 * HOUR + 2 * SECOND, 'look-again');
      life.decide(2 * HOUR + 2 * SECOND);
      expect(life.trace.at(-1)).toBe('+2h sms hold: send-decided');
      life.resume(5 * HOUR);
      life.decide(5 * HOUR);
      expect(life.sent.map(({ visit }) => visit)).toEqual([2, 2]);
    },
  );

  test('the checks run again at the end of the pause', () => {
    const life = waiting();
    life.pause(HOUR, 'send-on-resume');
    life.decide(3 * HOUR);
    life.profile({ consent: { sms: false } });
    life.resume(5 * HOUR);
    life.decide(5 * HOUR);
    expect(life.sent).toEqual([]);
    expect(life.trace.at(-2)).toBe('+5h sms → suppressed: no-consent');
  });

  test('a webhook, which has no `suppressed`, takes `failed` where it is skipped', () => {
    const life = waiting(
      versionOf({
        rest: { type: 'delay', for: '2h', then: 'call' },
        call: { type: 'webhook', url: 'https://example.com/', links: { ok: 'end', failed: 'end' } },
        end: { type: 'exit' },
      }),
    );
    life.pause(HOUR, 'skip');
    life.decide(2 * HOUR + 1);
    expect(life.trace).toContain('+2h call → failed: skipped-in-pause');
  });

  test('an instance woken late by an outage after the pause is late by the outage alone', () => {
    const life = waiting();
    life.pause(HOUR, 'hold-clock');
    life.resume(5 * HOUR);
    life.decide(6 * HOUR + 5 * MINUTE);
    expect(life.trace[1]).toBe(`+365m wait → timeout: timed-out (${5 * MINUTE} ms late)`);
  });
});

describe('7.7 a pause of the instance within one of the journey, and the other way round', () => {
  test.each([
    { own: [2, 4], journey: [1, 5], due: 6 },
    { own: [1, 5], journey: [2, 4], due: 6 },
    { own: [1, 3], journey: [2, 5], due: 6 },
    { own: [2, 5], journey: [1, 3], due: 6 },
    { own: [1, 2], journey: [3, 5], due: 5 },
  ] as const)('own $own, journey $journey: no hour counts twice, and it is due at $due h', ({ own, journey, due }) => {
    const life = waiting(
      versionOf({ rest: { type: 'delay', for: '2h', then: 'end' }, end: { type: 'exit' } }, { timeout: '5h' }),
    );
    const all = [
      [own[0], () => life.order(own[0] * HOUR, { name: 'pause' })],
      [own[1], () => life.order(own[1] * HOUR, { name: 'resume' })],
      [journey[0], () => life.pause(journey[0] * HOUR, 'hold-clock')],
      [journey[1], () => life.resume(journey[1] * HOUR)],
    ] as const;
    for (const [at, act] of all.toSorted(([a], [b]) => a - b)) {
      act();
      life.decide(at * HOUR);
    }
    life.decide(due * HOUR);
    expect(life.instance.exit).toBeNull();
    life.decide(due * HOUR + 1);
    expect(life.trace.at(-1)).toBe(`+${due}h end exit: path-ended`);
  });
});
