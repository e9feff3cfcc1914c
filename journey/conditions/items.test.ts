import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../base/json.ts';
import { instant } from '../time/time.ts';
import { Condition, describeCondition, evaluate } from './condition.ts';

const CARD = { category: 'Cards', price: 3.5, quantity: 2 };
const GIFT = { category: 'Gifts', price: 40, 'tax.rate': 0.21 };

function holds(condition: object, products: JsonValue): boolean {
  const parsed = Condition.parse({ path: 'event.products', ...condition });
  return evaluate(parsed, { profile: {}, context: {}, event: { products } }, { now: instant(0), zone: 'UTC' }).holds;
}
const cards = { path: 'item.category', op: '=', value: 'Cards' };

describe('D7 lists of objects in conditions', () => {
  test.each<[condition: object, products: JsonValue, is: boolean]>([
    [{ op: 'any-item', where: cards }, [GIFT, CARD], true],
    [{ op: 'any-item', where: cards }, [GIFT], false],
    [{ op: 'any-item', where: cards }, [], false],
    [{ op: 'any-item', where: { path: 'item["tax.rate"]', op: '>', value: 0.2 } }, [CARD, GIFT], true],
    [{ op: 'any-item', where: { all: [cards, { path: 'item.price', op: '>', value: 10 }] } }, [GIFT, CARD], false], // in one item
    [{ op: 'all-items', where: cards }, [CARD, CARD], true],
    [{ op: 'all-items', where: cards }, [CARD, GIFT], false],
    [{ op: 'all-items', where: cards }, [], false],
    [{ op: 'all-items', where: { not: cards } }, [GIFT], true],
    [{ op: 'no-item', where: cards }, [GIFT], true],
    [{ op: 'no-item', where: cards }, null, true],
    [{ op: 'no-item', where: cards }, [CARD], false],
    [{ op: 'any-item', where: { path: 'item', op: '=', value: 'a' } }, ['b', 'a'], true],
    [{ op: 'any-item', where: cards }, 'Cards', false],
    [{ op: 'any-item', where: cards }, { 0: CARD }, false],
    [{ op: 'count', is: '>=', value: 2 }, [CARD, GIFT], true],
    [{ op: 'count', is: '=', value: 1, where: cards }, [CARD, GIFT], true],
    [{ op: 'count', is: '=', value: 0 }, null, true],
    [{ op: 'sum', of: 'item.price', is: '>', value: 43 }, [CARD, GIFT], true],
    [{ op: 'sum', of: 'item.price', is: '>', value: 43, where: cards }, [CARD, GIFT], false],
    [{ op: 'sum', of: 'item.quantity', is: '=', value: 2 }, [CARD, GIFT, 'x', { quantity: '5' }], true],
    [{ op: 'sum', of: 'item.price', is: '=', value: 0 }, [], true],
    [{ op: 'min', of: 'item.price', is: '<', value: 4 }, [GIFT, CARD], true],
    [{ op: 'max', of: 'item.price', is: '=', value: 40 }, [GIFT, CARD], true],
    [{ op: 'max', of: 'item.price', is: '!=', value: 40 }, [], false], // there is none
  ])('D7 %j of %j is %s', (condition, products, is) => {
    expect(holds(condition, products)).toBe(is);
  });

  test.each([
    { path: 'event.products', op: 'any-item' },
    { path: 'event.products', op: 'any-item', where: { path: 'event.category', op: '=', value: 'Cards' } },
    { path: 'event.products', op: 'sum', is: '>', value: 1 },
    { path: 'event.products', op: 'count', is: 'about', value: 1 },
    { path: 'item.category', op: '=', value: 'Cards' },
    { path: 'event.products', op: 'any-item', where: { any: Array.from({ length: 21 }, () => cards) } },
    { path: 'event.products', op: 'any-item', where: { not: { not: { not: { not: { not: cards } } } } } },
  ])('D7 %j is refused', (condition) => {
    expect(Condition.safeParse(condition).success).toBe(false);
  });

  test('D7 they read as a sentence', () => {
    const words = (condition: object) => describeCondition(Condition.parse({ path: 'event.products', ...condition }));
    expect(words({ op: 'any-item', where: cards })).toBe('any item of event.products where item.category is "Cards"');
    expect(words({ op: 'sum', of: 'item.price', is: '>', value: 50 })).toBe('sum of item.price in event.products > 50');
    expect(words({ op: 'count', is: '=', value: 2, where: cards })).toBe(
      'count of items in event.products where item.category is "Cards" is 2',
    );
  });
});
