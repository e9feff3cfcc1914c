import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JourneyId } from '../base/ids.ts';
import { byPrecedence, type Ranked } from './precedence.ts';

const ranked = (priority: number, journey: string, nth: number): Ranked => ({
  ...{ priority, journey: JourneyId.parse(journey), nth },
});

test('the priority goes first, then the journey’s ID, then the order of entry', () => {
  const order = [
    ranked(1, 'b', 9),
    ranked(2, 'a', 2),
    ranked(2, 'a', 10),
    ranked(2, 'b', 1),
    ranked(3, 'a', 0),
    ranked(10, 'a', 0),
  ];
  expect(order.toReversed().toSorted(byPrecedence)).toEqual(order);
  expect(byPrecedence(ranked(2, 'a', 1), ranked(2, 'a', 1))).toBe(0);
});

test('of two instances, one goes first, whichever is asked about', () => {
  const any = fc.record({
    priority: fc.integer({ min: 1, max: 5 }),
    journey: fc.constantFrom('a', 'b', 'c'),
    nth: fc.integer({ min: 0, max: 5 }),
  });
  fc.assert(
    fc.property(any, any, (a, b) => {
      const [one, other] = [ranked(a.priority, a.journey, a.nth), ranked(b.priority, b.journey, b.nth)];
      expect(Math.sign(byPrecedence(one, other))).toBe(-Math.sign(byPrecedence(other, one)) + 0);
    }),
  );
});
