import { describe, expect, test } from 'vitest';
import { eventOf, T0 } from '../../test/samples/instance.ts';
import type { JsonObject } from '../base/json.ts';
import { Condition } from '../conditions/condition.ts';
import { type EventMatch, keyText, type Matched, match } from './event-match.ts';

const where = Condition.parse({ path: 'event.amount', op: '>', value: { path: 'profile.limit' } });

describe('an event matches by name, entry key and filter', () => {
  const keyed = { key: 'c1', keyPath: 'event.cartId' } as const;
  const unkeyed = { key: null, keyPath: undefined } as const;
  test.each<{
    readonly wanted: Partial<EventMatch>;
    readonly of: typeof keyed | typeof unkeyed | { readonly key: string; readonly keyPath: string };
    readonly properties: JsonObject;
    readonly is: Matched;
  }>([
    { wanted: { event: 'Charged' }, of: unkeyed, properties: {}, is: 'yes' },
    { wanted: { event: 'charged' }, of: unkeyed, properties: {}, is: 'no' },
    { wanted: {}, of: unkeyed, properties: {}, is: 'no' },
    // the entry's own key, unless another is given
    { wanted: { event: 'Charged' }, of: keyed, properties: { cartId: 'c1' }, is: 'yes' },
    { wanted: { event: 'Charged' }, of: keyed, properties: { cartId: 'c2' }, is: 'no' },
    { wanted: { event: 'Charged' }, of: keyed, properties: {}, is: 'no-key' },
    { wanted: { event: 'Charged' }, of: keyed, properties: { cartId: null }, is: 'no-key' },
    { wanted: { event: 'Charged' }, of: keyed, properties: { cartId: '' }, is: 'no' },
    { wanted: { event: 'Charged', key: 'event.basket' }, of: keyed, properties: { basket: 'c1' }, is: 'yes' },
    { wanted: { event: 'Charged', key: 'event.basket' }, of: keyed, properties: { cartId: 'c1' }, is: 'no-key' },
    { wanted: { event: 'Charged', key: false }, of: keyed, properties: {}, is: 'yes' },
    { wanted: { event: 'Charged', key: false }, of: keyed, properties: { cartId: 'c2' }, is: 'yes' },
    // a key is text: 7 and "7" are one cart
    { wanted: { event: 'Charged' }, of: { key: '7', keyPath: 'event.cartId' }, properties: { cartId: 7 }, is: 'yes' },
    { wanted: { event: 'Charged' }, of: { key: '7', keyPath: 'event.cartId' }, properties: { cartId: '7' }, is: 'yes' },
    // the filter comes last
    { wanted: { event: 'Charged', where }, of: unkeyed, properties: { amount: 51 }, is: 'yes' },
    { wanted: { event: 'Charged', where }, of: unkeyed, properties: { amount: 50 }, is: 'no' },
    { wanted: { event: 'Charged', where }, of: keyed, properties: { amount: 51 }, is: 'no-key' },
    { wanted: { event: 'Charged', where }, of: keyed, properties: { amount: 51, cartId: 'c1' }, is: 'yes' },
  ])('$wanted, key $of.key, with $properties → $is', ({ wanted, of, properties, is }) => {
    const values = { profile: { limit: 50 }, context: {} };
    const event = eventOf('Charged', T0, 2, properties);
    expect(match(wanted, event, { values, ...of, now: T0, zone: 'UTC' }).is).toBe(is);
  });

  test('the values read show why it didn’t match', () => {
    const event = eventOf('Charged', T0, 2, { cartId: 'c2' });
    const around = { values: { profile: {}, context: {} }, ...keyed, now: T0, zone: 'UTC' };
    expect(match({ event: 'Charged' }, event, around).read).toEqual({ 'event.cartId': 'c2' });
  });
});

test.each([
  ['c1', 'c1'],
  [7, '7'],
  [true, 'true'],
  [1.5, '1.5'],
  [['a'], '["a"]'],
])('the key %j is %s', (value, text) => {
  expect(keyText(value)).toBe(text);
});
