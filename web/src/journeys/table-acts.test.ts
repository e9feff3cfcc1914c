import { expect, test } from 'vitest';
import { findAct, findRow } from './table-acts';

const rows = ['a', 'b', 'c'].map((id) => ({ id }));

test.each([
  [undefined, 1, 'a'],
  [undefined, -1, 'c'],
  ['a', 1, 'b'],
  ['b', -1, 'a'],
  ['c', 1, 'c'],
  ['a', -1, 'a'],
  ['gone', 1, 'a'],
] as const)('from row %s, %d row on is %s', (here, by, to) => {
  expect(findRow(rows, here, by)).toBe(to);
});

test('in an empty list there is no row', () => {
  expect([findRow([], undefined, 1), findRow([], 'a', -1)]).toEqual([undefined, undefined]);
});

const NONE = { ctrlKey: false, metaKey: false, altKey: false };
test.each([
  ['/', 'search'],
  ['j', 'down'],
  ['ArrowUp', 'up'],
  ['x', 'select'],
  ['Enter', 'open'],
  ['c', 'copy'],
  ['n', 'new'],
  ['Escape', 'clear'],
  ['q', undefined],
  ['constructor', undefined],
])('%s is %s', (key, act) => {
  expect(findAct({ key, ...NONE })).toBe(act);
});

test.each(['ctrlKey', 'metaKey', 'altKey'])('with %s held, a key is the browser’s', (held) => {
  expect(findAct({ key: 'c', ...NONE, [held]: true })).toBeUndefined();
});
