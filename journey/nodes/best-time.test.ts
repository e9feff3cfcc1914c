import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, live, MINUTE, T0, versionOf } from '../../test/samples/instance.ts';
import type { JourneyInput } from '../document/document.ts';
import { beginOf, bestSlot, type Habit, MAX_HABITS, slotAt } from '../people/habits.ts';
import { instant, toIso } from '../time/time.ts';

type BestTime = Partial<Extract<JourneyInput['nodes'][string], { readonly type: 'bestTime' }>>;

/** T0 is a Monday, 10:00 in Amsterdam. Each habit so long before. */
const clicked = (...hoursBefore: readonly number[]): readonly Habit[] =>
  hoursBefore.map((hours) => {
    const at = instant(T0 - hours * HOUR);
    return { name: '$message.clicked', at, acceptedAt: at };
  });
const coming = (habits: readonly Habit[], node: BestTime = {}, profile = { timezone: 'Europe/Amsterdam' }) => {
  const life = live(
    versionOf({ best: { type: 'bestTime', fallback: '18:00', then: 'end', ...node }, end: { type: 'exit' } }),
    { habits, profile },
  );
  const { read } = life.decide(0);
  return { life, read: read[0] ?? {}, until: life.instance.until === null ? null : toIso(life.instance.until) };
};
/** Evenings at 20:30 in Amsterdam, thrice; and a morning. */
const EVENINGS = clicked(13.5, 37.5, 61.5, 24);

describe('it waits for the hours at which the user has most often been there', () => {
  test('on the user’s own clock, at the start of those hours', () => {
    const { until, read, life } = coming(EVENINGS);
    expect(until).toBe('2026-03-02T19:00:00.000Z');
    expect(read).toEqual({ from: '20:00', to: '22:00', seen: 3, of: 4, zone: 'Europe/Amsterdam', until });
    life.decide(10 * HOUR + 1);
    expect(life.trace).toEqual([
      '+0ms best wait: best-time',
      '+10h best → done: best-time-has-come',
      '+10h end exit: path-ended',
    ]);
  });

  test('inside those hours it continues immediately', () => {
    const { life } = coming(clicked(24, 48, 72));
    expect(life.trace[0]).toBe('+0ms best → done: best-time-is-now');
  });

  test('the client’s timestamp counts, not the time of acceptance', () => {
    const late = EVENINGS.map((habit) => ({ ...habit, acceptedAt: instant(T0 - MINUTE) }));
    expect(coming(late).until).toBe('2026-03-02T19:00:00.000Z');
  });

  test('of two equal slots, the earlier one', () => {
    expect(coming(clicked(13.5, 37.5, 20, 44)).read).toMatchObject({ from: '14:00', seen: 2, of: 4 });
  });

  test('a user who moves meanwhile waits by the clocks there', () => {
    const { life } = coming(EVENINGS);
    life.profile({ timezone: 'Asia/Kolkata' });
    life.track(HOUR, ['$profile.changed', { timezone: 'Asia/Kolkata' }]);
    life.decide(HOUR);
    expect(toIso(life.instance.until ?? T0)).toBe('2026-03-02T18:30:00.000Z'); // midnight: it was at one o'clock, there
    expect(life.trace.at(-1)).toBe('+1h best note: zone-moved');
  });
});

describe('too little is known', () => {
  test.each([
    { given: 'nothing', habits: [], node: {}, until: '2026-03-02T17:00:00.000Z' },
    { given: 'two, where three are needed', habits: clicked(13.5, 37.5), node: {}, until: '2026-03-02T17:00:00.000Z' },
    {
      given: 'two, where two are needed',
      habits: clicked(13.5, 37.5),
      node: { atLeast: 2 },
      until: '2026-03-02T19:00:00.000Z',
    },
    {
      given: 'other events alone',
      habits: EVENINGS,
      node: { from: ['Session Started'] },
      until: '2026-03-02T17:00:00.000Z',
    },
    {
      given: 'only what is too long ago',
      habits: EVENINGS,
      node: { over: '1d' as const },
      until: '2026-03-02T17:00:00.000Z',
    },
    {
      given: 'what is heard of only later',
      habits: EVENINGS.map((habit) => ({ ...habit, acceptedAt: instant(T0 + 1) })),
      node: {},
      until: '2026-03-02T17:00:00.000Z',
    },
    { given: 'the fallback "now"', habits: [], node: { fallback: 'now' as const }, until: null },
  ])('$given', ({ habits, node, until }) => {
    const { life, ...found } = coming(habits, node);
    expect(found.until).toBe(until);
    if (until?.includes('T17')) expect(life.trace).toEqual(['+0ms best wait: best-time-unknown']);
  });

  test('the reason shows how many events are known and needed', () => {
    expect(coming(clicked(13.5)).read).toEqual({ seen: 1, needed: 3, until: '2026-03-02T17:00:00.000Z' });
  });
});

test('for any past and zone: never longer than a day and an hour, and no slot has more in it', () => {
  const habit = fc.integer({ min: 1, max: 180 * DAY }).map((before): Habit => {
    const at = instant(T0 - before);
    return { name: 'A', at, acceptedAt: at };
  });
  const zone = fc.constantFrom('UTC', 'Europe/Amsterdam', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu');
  fc.assert(
    fc.property(fc.array(habit, { minLength: 1, maxLength: 60 }), zone, (habits, timezone) => {
      const best = bestSlot(habits, timezone, T0);
      const times = (slot: number) => habits.filter(({ at }) => slotAt(at, timezone) === slot).length;
      expect(best?.times).toBe(Math.max(...Array.from({ length: 12 }, (_, slot) => times(slot))));
      expect(times(best?.slot ?? -1)).toBe(best?.times);
      const { life } = coming(habits, { from: ['A'], atLeast: 1 }, { timezone });
      expect((life.instance.until ?? T0) - T0).toBeLessThanOrEqual(25 * HOUR);
    }),
  );
});

test('hours have names', () => {
  expect([0, 4, 11, 12].map(beginOf)).toEqual(['00:00', '08:00', '22:00', '00:00']);
  expect(MAX_HABITS).toBeGreaterThanOrEqual(180);
});
