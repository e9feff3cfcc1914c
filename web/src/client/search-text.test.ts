import { expect, test } from 'vitest';
import { searchText } from './search-text';

test.each([
  ['ana', 'ana'],
  [42, '42'],
  [0, '0'],
  ['', undefined],
  [undefined, undefined],
  [null, undefined],
  [{ a: 1 }, undefined],
  ['x'.repeat(401), 'x'.repeat(400)],
])('%j in an address is searched for as %j', (value, text) => {
  expect(searchText(value)).toBe(text);
});
