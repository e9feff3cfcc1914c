import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, live, MINUTE, T0, versionOf } from '../../test/samples/instance.ts';

/** A cart nudge, debounced: two hours after the last change. */
const nudging = (max?: number) =>
  live(
    versionOf({
      wait: {
        type: 'waitFor',
        events: { ordered: { event: 'Ordered' } },
        restartOn: { event: 'Changed', ...(max !== undefined && { max }) },
        timeout: '2h',
        links: { ordered: 'ordered', timeout: 'nudged' },
      },
      ordered: { type: 'exit', reason: 'ordered' },
      nudged: { type: 'exit', reason: 'nudged' },
    }),
    { entry: { items: 0 } },
  );

describe('an event of `restartOn` restarts the time (design.md §6, §7.1)', () => {
  test.each([
    { at: 2 * HOUR - 1, isRestarted: true },
    { at: 2 * HOUR, isRestarted: true },
    { at: 2 * HOUR + 1, isRestarted: false },
  ])('7.1 changed at $at ms → restarted: $isRestarted', ({ at, isRestarted }) => {
    const life = nudging();
    life.decide(0);
    life.track(at, ['Changed', { items: 3 }]);
    life.decide(at);
    expect(life.instance.exit?.reason).toBe(isRestarted ? undefined : 'nudged');
    if (!isRestarted) return;
    expect(life.context.entry).toEqual({ items: 3 });
    expect(life.instance.until).toBe(T0 + at + 2 * HOUR);
  });

  test('after `max` restarts the time runs out, and later changes are still stored', () => {
    const life = nudging(2);
    life.decide(0);
    for (const nr of [1, 2, 3]) {
      life.track(nr * MINUTE, ['Changed', { items: nr }]);
      life.decide(nr * MINUTE);
    }
    expect(life.instance.until).toBe(T0 + 2 * MINUTE + 2 * HOUR);
    expect(life.context.entry).toEqual({ items: 3 });
    life.decide(2 * MINUTE + 2 * HOUR + 1);
    expect(life.instance.exit?.reason).toBe('nudged');
  });

  const anyGaps = fc.array(fc.constantFrom(1, MINUTE, HOUR, 2 * HOUR - 1, 2 * HOUR, 2 * HOUR + 1, 5 * HOUR), {
    maxLength: 12,
  });

  const timesOf = (gaps: readonly number[]) =>
    gaps.map((_, nr) => gaps.slice(0, nr + 1).reduce((sum, gap) => sum + gap, 0));
  const changed = (times: readonly number[], max: number, decideAt: (time: number) => boolean) => {
    const life = nudging(max);
    life.decide(0);
    for (const time of times) {
      life.track(time, ['Changed', { at: time }]);
      if (decideAt(time)) life.decide(time);
    }
    life.decide(30 * DAY);
    return life;
  };

  test('for any times of change, the nudge comes two hours after the last one in time, decided one by one or together', () => {
    fc.assert(
      fc.property(anyGaps, fc.integer({ min: 1, max: 6 }), fc.func(fc.boolean()), (gaps, max, decideAt) => {
        const times = timesOf(gaps);
        const { restarts, seen } = model(times, max);
        for (const life of [changed(times, max, () => true), changed(times, max, decideAt)]) {
          expect(life.instance.exit).toEqual({ reason: 'nudged' });
          expect(life.context.entry).toEqual(seen === undefined ? { items: 0 } : { at: seen });
          expect(life.trace.filter((line) => line.includes('timer-restarted'))).toHaveLength(restarts);
        }
      }),
    );
  });

  /** A clock that is wound up, by hand. */
  function model(times: readonly number[], max: number) {
    let due = 2 * HOUR;
    let restarts = 0;
    let seen: number | undefined;
    for (const time of times) {
      if (time > due) break;
      seen = time;
      restarts += 1;
      if (restarts <= max) due = time + 2 * HOUR;
    }
    return { restarts: Math.min(restarts, max), seen };
  }
});

describe('a node with maxVisits (design.md §6, loops)', () => {
  const looping = versionOf({
    wait: { type: 'delay', for: '1h', maxVisits: 3, links: { done: 'count', limit: 'enough' } },
    count: { type: 'update', increment: { rounds: 1 }, then: 'wait' },
    enough: { type: 'exit', reason: 'enough' },
  });

  test('the next visit leaves by `limit` immediately', () => {
    const life = live(looping);
    for (let hour = 0; hour <= 5; hour += 1) life.decide(hour * HOUR + 1);
    expect(life.instance.exit).toEqual({ reason: 'enough' });
    expect(life.trace.filter((line) => line.includes('wait wait'))).toHaveLength(3);
    expect(life.trace.at(-2)).toContain('wait → limit: visits-used-up');
  });
});
