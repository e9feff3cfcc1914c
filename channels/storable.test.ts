import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../journey/base/json.ts';
import { storable, storableFields } from './storable.ts';

describe('storable: what Postgres can hold', () => {
  test.each<{ given: string; value: JsonValue; kept: JsonValue }>([
    { given: 'ordinary values', value: { a: [1, 'é😀', null, true] }, kept: { a: [1, 'é😀', null, true] } },
    { given: 'NUL', value: ['a\0b'], kept: ['a\ufffdb'] },
    { given: 'half a surrogate pair', value: { 'k\ud800': 'v\udc00' }, kept: { 'k\ufffd': 'v\ufffd' } },
  ])('$given', ({ value, kept }) => {
    expect(storable(value)).toEqual(kept);
  });

  test('a field named __proto__ stays a field', () => {
    expect(JSON.stringify(storable(JSON.parse('{"__proto__":{"a":1}}')))).toBe('{"__proto__":{"a":1}}');
  });

  test('fields without a value are left out', () => {
    expect(storableFields({ a: undefined, b: null, c: '' })).toEqual({ b: null, c: '' });
  });
});
