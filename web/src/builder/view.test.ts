import { expect, test } from 'vitest';
import { searchIn, stepIn } from './view';

test.each([
  ['goal', 'goal'],
  ['entry', 'entry'],
  ['path', 'path'],
  ['settings', 'settings'],
  ['nonsense', 'path'],
])('the step %s of an address is %s', (written, step) => {
  expect(stepIn(written)).toBe(step);
});

test.each([
  [
    { view: 'json', node: 'sms', dialog: 'publish' },
    { view: 'json', node: 'sms', dialog: 'publish' },
  ],
  [{ view: 'map', node: 7, dialog: 'open' }, {}],
  [{ node: 'x'.repeat(70) }, { node: 'x'.repeat(63) }],
  [{}, {}],
])('an address with %j opens %j', (given, search) => {
  expect(JSON.parse(JSON.stringify(searchIn(given)))).toEqual(search);
});
