import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Duration, instant } from '../time/time.ts';
import { slotOf } from './broadcast.ts';

const begin = instant(1_000_000);
const after = (pace: object, nth: number, total: number) => slotOf(pace, begin, nth, total) - begin;
const hour = Duration.parse('1h');

test.each([
  { given: 'nothing: all at once', pace: {}, nth: 7, total: 10, ms: 0 },
  { given: 'spread: the first at once', pace: { spread: hour }, nth: 0, total: 4, ms: 0 },
  { given: 'spread: evenly', pace: { spread: hour }, nth: 3, total: 4, ms: 2_700_000 },
  { given: 'spread: who was not expected, at the end', pace: { spread: hour }, nth: 9, total: 4, ms: 3_600_000 },
  { given: 'at most: one after the other', pace: { perSecond: 50 }, nth: 50, total: 100, ms: 1_000 },
  { given: 'both: the slower', pace: { spread: hour, perSecond: 0.001 }, nth: 1, total: 4, ms: 1_000_000 },
  { given: 'nobody expected', pace: { spread: hour }, nth: 0, total: 0, ms: 0 },
])('$given', ({ pace, nth, total, ms }) => {
  expect(after(pace, nth, total)).toBe(ms);
});

test('never more in any second than asked for, and in the order of the queue', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 2_000 }), (perSecond, total) => {
      const slots = Array.from({ length: total }, (_, nth) => after({ perSecond }, nth, total));
      for (let nth = perSecond; nth < total; nth += 1)
        expect((slots[nth] ?? 0) - (slots[nth - perSecond] ?? 0)).toBeGreaterThanOrEqual(999);
      expect(slots).toEqual(slots.toSorted((a, b) => a - b));
    }),
  );
});
