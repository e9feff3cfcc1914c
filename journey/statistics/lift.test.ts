import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { liftOf, type Share } from './lift.ts';

const share = (converted: number, persons: number): Share => ({ converted, persons });

describe('lift has an interval', () => {
  // Newcombe 1998, table II, method 10
  test.each([
    { entered: share(56, 70), control: share(48, 80), difference: 0.2, low: 0.0524, high: 0.3339 },
    { entered: share(9, 10), control: share(3, 10), difference: 0.6, low: 0.1705, high: 0.809 },
    { entered: share(6, 7), control: share(2, 7), difference: 0.5714, low: 0.0582, high: 0.8062 },
    { entered: share(5, 56), control: share(0, 29), difference: 0.0893, low: -0.0381, high: 0.1926 },
    { entered: share(0, 10), control: share(0, 10), difference: 0, low: -0.2775, high: 0.2775 },
    { entered: share(10, 10), control: share(0, 10), difference: 1, low: 0.6075, high: 1 },
  ])('$entered against $control → $difference ($low … $high), as published', ({ entered, control, ...told }) => {
    const lift = liftOf(entered, control);
    expect(lift?.difference).toBeCloseTo(told.difference, 4);
    expect(lift?.interval[0]).toBeCloseTo(told.low, 4);
    expect(lift?.interval[1]).toBeCloseTo(told.high, 4);
  });

  test.each([
    { entered: share(90, 900), control: share(5, 99), telling: 'not-yet' },
    { entered: share(4, 1000), control: share(0, 1000), telling: 'not-yet' },
    { entered: share(90, 900), control: share(5, 100), telling: 'none' },
    { entered: share(800, 9000), control: share(50, 1000), telling: 'more' },
    { entered: share(200, 9000), control: share(50, 1000), telling: 'less' },
  ])('$entered against $control → $telling', ({ entered, control, telling }) => {
    expect(liftOf(entered, control)?.telling).toBe(telling);
  });

  test('relative to the control group; undefined if none of it converted or a group is empty', () => {
    expect(liftOf(share(30, 300), share(10, 200))?.relative).toBeCloseTo(1);
    expect(liftOf(share(30, 300), share(0, 200))?.relative).toBeNull();
    expect(liftOf(share(0, 0), share(1, 2))).toBeUndefined();
    expect(liftOf(share(1, 2), share(0, 0))).toBeUndefined();
  });

  test('any interval holds its difference, lies in −1 … 1, and is the mirror of the groups exchanged', () => {
    const any = fc
      .integer({ min: 1, max: 5000 })
      .chain((persons) => fc.integer({ min: 0, max: persons }).map((converted) => share(converted, persons)));
    fc.assert(
      fc.property(any, any, (entered, control) => {
        const [there, back] = [liftOf(entered, control), liftOf(control, entered)];
        if (!there || !back) return expect.unreachable();
        const [low, high] = there.interval;
        expect(low).toBeLessThanOrEqual(there.difference + 1e-12);
        expect(high).toBeGreaterThanOrEqual(there.difference - 1e-12);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(high).toBeLessThanOrEqual(1 + 1e-9);
        expect(low).toBeCloseTo(-back.interval[1], 10);
        expect(high).toBeCloseTo(-back.interval[0], 10);
      }),
    );
  });
});
