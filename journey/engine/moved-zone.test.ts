import { describe, expect, test } from 'vitest';
import { HOUR, live, MINUTE, T0, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { toIso } from '../time/time.ts';

/** It is Monday 10:00 in Amsterdam, 04:00 in New York, 18:00 in Tokyo. */
const waiting = (node: JourneyInput['nodes'][string]) => {
  const life = live(
    versionOf({ wait: { ...node, then: 'end' }, end: { type: 'exit' } } as JourneyInput['nodes'], {
      timeZone: 'Europe/Amsterdam',
    }),
    { profile: { timezone: 'Europe/Amsterdam' } },
  );
  life.decide(0);
  return life;
};

describe('7.6 a user who moves to another time zone waits by the clocks there', () => {
  const at09 = { type: 'waitUntil' as const, date: { time: '09:00' } };
  test.each([
    { node: at09, zone: 'America/New_York', until: '2026-03-02T14:00:00.000Z' },
    { node: at09, zone: 'Asia/Tokyo', until: '2026-03-03T00:00:00.000Z' },
    {
      node: { type: 'waitUntil' as const, date: { at: '2026-03-05T09:00' } },
      zone: 'Asia/Tokyo',
      until: '2026-03-05T00:00:00.000Z',
    },
    {
      node: { type: 'waitUntil' as const, date: { at: '2026-03-05T09:00Z' } },
      zone: 'Asia/Tokyo',
      until: '2026-03-05T09:00:00.000Z',
    },
    {
      node: { type: 'delay' as const, for: '24h' as const },
      zone: 'America/New_York',
      until: '2026-03-03T09:00:00.000Z',
    },
    {
      node: { type: 'delay' as const, for: '1w' as const },
      zone: 'America/New_York',
      until: '2026-03-09T08:00:00.000Z',
    }, // its clocks go forward on the 8th
    {
      node: { type: 'inaction' as const, event: 'X', within: '1w' },
      zone: 'America/New_York',
      until: '2026-03-09T08:00:00.000Z',
    },
  ])('$node in $zone → $until', ({ node, zone, until }) => {
    const life = waiting(node);
    life.profile({ timezone: zone });
    life.track(HOUR, ['$profile.changed', { timezone: zone }]);
    life.decide(HOUR);
    expect(toIso(life.instance.until ?? T0)).toBe(until);
  });

  test('a time that has passed there ends the wait immediately, at the instant of the change', () => {
    const life = waiting({ type: 'waitUntil', date: { at: '2026-03-02T18:30' } });
    life.profile({ timezone: 'Asia/Tokyo' });
    life.track(HOUR, ['$profile.changed', { timezone: 'Asia/Tokyo' }]); // 19:00 there
    life.decide(HOUR + MINUTE);
    expect(life.trace.slice(-3)).toEqual([
      '+1h wait note: zone-moved',
      '+1h wait → done: date-has-come',
      '+1h end exit: path-ended',
    ]);
  });

  test('another trait moves nothing', () => {
    const life = waiting(at09);
    life.track(HOUR, ['$profile.changed', { plan: 'pro' }]);
    life.decide(HOUR);
    expect(life.trace).toHaveLength(1);
  });

  test('an earlier pause of the instance still counts: the delay ends later by its length', () => {
    const life = waiting({ type: 'delay', for: '3d' });
    life.order(HOUR, { name: 'pause' });
    life.decide(HOUR);
    life.order(11 * HOUR, { name: 'resume' });
    life.decide(11 * HOUR);
    const held = life.instance.until;
    life.profile({ timezone: 'Europe/Berlin' }); // whose clocks show the same
    life.track(12 * HOUR, ['$profile.changed', { timezone: 'Europe/Berlin' }]);
    life.decide(12 * HOUR);
    expect(toIso(life.instance.until ?? T0)).toBe('2026-03-05T19:00:00.000Z');
    expect(life.instance.until).toBe(held);
  });

  test('a move during a pause counts when that ends', () => {
    const life = waiting(at09);
    life.order(HOUR, { name: 'pause' });
    life.decide(HOUR);
    life.profile({ timezone: 'America/New_York' });
    life.track(2 * HOUR, ['$profile.changed', { timezone: 'America/New_York' }]);
    life.decide(2 * HOUR);
    life.order(3 * HOUR, { name: 'resume' });
    life.decide(3 * HOUR);
    expect(toIso(life.instance.until ?? T0)).toBe('2026-03-02T14:00:00.000Z');
  });
});

describe('7.6 the patience of the journey is by the clocks of the new zone, and never over before the move', () => {
  /** Four weeks from 09:00 UTC, in which Amsterdam goes over to summer time: there they are an hour shorter. */
  const patient = (zone: string) => {
    const nodes = { wait: { type: 'inaction', event: 'X', within: '9w', then: 'end' }, end: { type: 'exit' } };
    const life = live(
      versionOf(nodes as JourneyInput['nodes'], { timeout: '4w', exits: [{ event: 'Quit', reason: 'quit' }] }),
      {
        profile: { timezone: zone },
      },
    );
    life.decide(0);
    return life;
  };
  const MONTH = 28 * 24 * HOUR;

  test('over by them at the move: it ends then', () => {
    const life = patient('UTC');
    life.profile({ timezone: 'Europe/Amsterdam' });
    life.track(MONTH - MINUTE, ['$profile.changed', { timezone: 'Europe/Amsterdam' }]);
    life.decide(MONTH - MINUTE);
    life.decide(MONTH - MINUTE + 1);
    expect(life.trace.slice(1)).toEqual(['+40319m wait exit: journey-timed-out']);
  });

  test('an event accepted before the move, and read with it, isn’t too late', () => {
    const life = patient('UTC');
    life.profile({ timezone: 'Europe/Amsterdam' });
    life.track(MONTH - 2 * MINUTE, 'Quit');
    life.track(MONTH - MINUTE, ['$profile.changed', { timezone: 'Europe/Amsterdam' }]);
    life.decide(MONTH - MINUTE);
    expect(life.trace.slice(1)).toEqual(['+40318m wait exit: exit-met']);
  });
});
