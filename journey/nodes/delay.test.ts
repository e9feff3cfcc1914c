import { describe, expect, test } from 'vitest';
import { DAY, HOUR, live, versionOf } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';

const waiting = (length: string, profile: JsonObject = {}) => {
  const life = live(
    versionOf(
      { pause: { type: 'delay', for: length, then: 'end' }, end: { type: 'exit' } },
      { timeZone: 'Europe/Amsterdam' },
    ),
    { profile },
  );
  life.decide(0);
  return life;
};

describe('a delay ends when its time has passed, not before', () => {
  test.each([
    { given: 'a millisecond early', after: 2 * HOUR - 1, ended: false },
    { given: 'at the deadline, when an event may still come', after: 2 * HOUR, ended: false },
    { given: 'a millisecond later', after: 2 * HOUR + 1, ended: true },
  ])('$given → ended: $ended', ({ after, ended }) => {
    const life = waiting('2h');
    life.decide(after);
    expect(life.instance.exit !== null).toBe(ended);
  });

  test('it is left at its nominal instant, however late within a minute', () => {
    const life = waiting('2h');
    life.decide(2 * HOUR + 60_000);
    expect(life.trace).toEqual([
      '+0ms pause wait: delay-began',
      '+2h pause → done: time-passed',
      '+2h end exit: path-ended',
    ]);
  });

  test('it is deaf to events', () => {
    const life = waiting('2h');
    life.track(HOUR, 'Anything');
    life.decide(HOUR);
    expect(life.instance).toMatchObject({ at: 'pause', exit: null });
  });
});

describe('days are those of the user’s zone (design.md §7.6)', () => {
  // 27 days after T0 clocks go forward in Amsterdam, six days after it in New York
  test.each<{ readonly length: string; readonly profile: JsonObject; readonly hours: number }>([
    { length: '28d', profile: {}, hours: 28 * 24 - 1 },
    { length: '28d', profile: { timezone: 'UTC' }, hours: 28 * 24 },
    { length: '7d', profile: { timezone: 'America/New_York' }, hours: 7 * 24 - 1 },
    { length: '7d', profile: { timezone: 'Nowhere/Land' }, hours: 7 * 24 },
    { length: '672h', profile: {}, hours: 28 * 24 },
  ])('$length of $profile are $hours h', ({ length, profile, hours }) => {
    const life = waiting(length, profile);
    life.decide(hours * HOUR);
    expect(life.instance.exit).toBeNull();
    life.decide(hours * HOUR + 1);
    expect(life.instance.exit).toEqual({ reason: 'completed' });
  });

  test('1 s and 5 years', () => {
    const second = waiting('1s');
    second.decide(1001);
    expect(second.instance.exit).not.toBeNull();
    const years = waiting('1826d');
    years.decide(1826 * DAY);
    expect(years.instance).toMatchObject({ exit: null, at: 'pause' });
    years.decide(1826 * DAY + 1);
    expect(years.instance.exit).not.toBeNull();
  });
});
