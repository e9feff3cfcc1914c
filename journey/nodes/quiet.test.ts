import { describe, expect, test } from 'vitest';
import { HOUR, live, MINUTE, SECOND, T0, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import type { JourneyInput } from '../document/document.ts';

/** T0 is 10:00 in Amsterdam on a Monday: 21:00 is eleven hours later, 09:00 twenty-three. */
const AMSTERDAM = { timeZone: 'Europe/Amsterdam' } as const;
const NIGHT = { from: '21:00', to: '09:00' } as const;
const ANA = { phone: '+31612345678' };

type Row = NonNullable<JourneyInput['quietHours']>[number];

/** An SMS that is due at so many hours after T0, with a way out for each outcome. */
function due(hours: number, row: Partial<Row> = {}, message: object = {}, profile: JsonObject = ANA) {
  const version = versionOf(
    {
      until: { type: 'delay', for: `${hours}h`, then: 'sms' } as never,
      sms: {
        type: 'message',
        channel: 'sms',
        content: { text: 'Hi' },
        links: { sent: 'rest', failed: 'end', unreachable: 'end', suppressed: 'dropped' },
        ...message,
      } as never,
      rest: { type: 'delay', for: '2h', then: 'end' } as never,
      dropped: { type: 'exit', reason: 'suppressed' },
      end: { type: 'exit' },
    },
    {
      ...AMSTERDAM,
      quietHours: [{ ...NIGHT, ...row }],
      goals: [{ id: 'bought', event: 'Bought' }],
      exits: [{ event: 'Left', reason: 'left' }],
    },
  );
  const life = live(version, { profile });
  life.decide(0);
  life.decide(hours * HOUR + 1);
  return life;
}

describe('7.8 quiet hours hold to their end', () => {
  test.each([
    { hours: 10, sent: 1, held: false },
    { hours: 12, sent: 0, held: true },
    { hours: 23, sent: 1, held: false },
  ])('due after $hours hours → $sent sent', ({ hours, sent, held }) => {
    const life = due(hours);
    expect(life.sent).toHaveLength(sent);
    expect(life.instance).toMatchObject({ at: 'sms', held, until: held ? T0 + 23 * HOUR : null });
  });

  test('it goes at the end, and later steps count from then', () => {
    const life = due(12);
    life.decide(23 * HOUR);
    expect(life.sent).toEqual([]);
    life.decide(23 * HOUR + 1);
    expect(life.sent).toEqual([{ type: 'send', channel: 'sms', node: 'sms', visit: 2 }]);
    life.settle(23 * HOUR + SECOND);
    life.decide(23 * HOUR + SECOND);
    expect(life.instance).toMatchObject({ at: 'rest', until: T0 + 25 * HOUR });
    expect(life.trace.slice(2)).toEqual([
      '+12h sms hold: quiet-hours',
      '+23h sms wait: quiet-hours-over',
      '+23h sms → sent: sent',
      '+23h rest wait: delay-began',
    ]);
  });

  test.each([
    { given: 'the goal is met', does: (life: ReturnType<typeof due>) => life.track(22 * HOUR, 'Bought'), exit: 'goal' },
    { given: 'an exit is met', does: (life: ReturnType<typeof due>) => life.track(22 * HOUR, 'Left'), exit: 'left' },
    {
      given: 'the goal is met at the very end of the quiet hours',
      does: (life: ReturnType<typeof due>) => life.track(23 * HOUR, 'Bought'),
      exit: 'goal',
    },
    {
      given: 'consent is withdrawn',
      does: (life: ReturnType<typeof due>) => life.profile({ consent: { sms: false } }),
      exit: 'suppressed',
    },
    {
      given: 'the address goes',
      does: (life: ReturnType<typeof due>) => life.profile({ phone: '' }),
      exit: 'completed',
    },
  ])('$given meanwhile: it is not sent ($exit)', ({ does, exit }) => {
    const life = due(12);
    does(life);
    life.decide(24 * HOUR);
    expect(life.instance.exit?.reason).toBe(exit);
    expect(life.sent).toEqual([]);
  });

  test('the user has moved to a zone where it is still quiet: it stays held', () => {
    const life = due(12);
    life.profile({ timezone: 'America/New_York' }); // 09:00 in Amsterdam is 03:00 there
    life.decide(23 * HOUR + 1);
    expect(life.instance).toMatchObject({ held: true, until: T0 + 29 * HOUR });
    life.decide(29 * HOUR + 1);
    expect(life.sent).toHaveLength(1);
  });

  test.each([
    { given: 'still night', zone: 'America/New_York', until: 29 * HOUR, at: '+29h' },
    { given: 'an hour earlier', zone: 'Europe/London', until: 24 * HOUR, at: '+1d' },
    { given: 'day already: it goes at once', zone: 'Asia/Tokyo', until: 22 * HOUR, at: '+22h' },
  ])(
    '7.6 in the zone a user has moved to, it is $given: the message waits for the end of quiet hours there',
    ({ zone, until, at }) => {
      const life = due(12);
      life.profile({ timezone: zone });
      life.track(22 * HOUR, ['$profile.changed', { timezone: zone }]);
      life.decide(22 * HOUR);
      expect(life.instance).toMatchObject({ held: true, until: T0 + until });
      life.decide(until + 1);
      expect(life.sent).toHaveLength(1);
      expect(life.trace.at(-1)).toBe(`${at} sms wait: quiet-hours-over`);
    },
  );

  test('quiet hours have begun at the claim: handed back, it is held', () => {
    const life = due(10);
    expect(life.sent).toHaveLength(1);
    life.settle(11 * HOUR + SECOND, 'look-again');
    life.decide(11 * HOUR + SECOND);
    expect(life.instance).toMatchObject({ held: true, until: T0 + 23 * HOUR });
    expect(life.sent).toHaveLength(1);
    life.decide(23 * HOUR + 1);
    expect(life.sent.map(({ visit }) => visit)).toEqual([2, 2]);
  });

  test('woken hours late, it is asked by the clock', () => {
    const life = due(12);
    life.decide(36 * HOUR); // an outage: the next evening
    expect(life.instance).toMatchObject({ held: true, until: T0 + 47 * HOUR });
  });

  test('transactional messages go at any hour', () => {
    expect(due(12, {}, { transactional: true }).sent).toHaveLength(1);
  });

  test('other channels go', () => {
    expect(due(12, { channels: ['email'] }).sent).toHaveLength(1);
  });

  test('paused while it is held: at the end of the pause it is asked again, by the clock', () => {
    const life = due(12);
    life.order(13 * HOUR, { name: 'pause' });
    life.decide(24 * HOUR);
    expect(life.sent).toEqual([]);
    life.order(24 * HOUR, { name: 'resume' });
    life.decide(24 * HOUR);
    expect(life.sent).toHaveLength(1);
  });

  test('an operator may have it try again', () => {
    const life = due(12);
    life.order(24 * HOUR - MINUTE, { name: 'retry' });
    life.decide(24 * HOUR - MINUTE);
    expect(life.sent).toMatchObject([{ visit: 2 }]); // its end had come first
  });
});

describe('7.8 quiet hours move a message to the same clock time on the next allowed day', () => {
  test('quiet on Mondays: due at 20:00, it goes at 20:00 on Tuesday', () => {
    const life = due(10, { from: '19:00', to: '23:00', weekdays: [1], policy: 'next-day' });
    expect(life.instance).toMatchObject({ held: true, until: T0 + 34 * HOUR });
    life.decide(34 * HOUR + 1);
    expect(life.sent).toHaveLength(1);
  });
});

describe('7.8 quiet hours drop', () => {
  test('it takes `suppressed` with its reason', () => {
    const life = due(12, { policy: 'drop' });
    expect(life.instance.exit?.reason).toBe('suppressed');
    expect(life.trace.at(-2)).toBe('+12h sms → suppressed: quiet-hours-dropped');
    expect(life.decided.at(-1)?.read).toContainEqual({
      channel: 'sms',
      by: 'journey',
      from: '21:00',
      to: '09:00',
      zone: 'Europe/Amsterdam',
    });
  });

  test('begun at the claim: handed back, it is dropped', () => {
    const life = due(10, { policy: 'drop' });
    life.settle(11 * HOUR, 'look-again');
    life.decide(11 * HOUR);
    expect(life.instance.exit?.reason).toBe('suppressed');
  });
});
