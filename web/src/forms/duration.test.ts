import { expect, test } from 'vitest';
import { readDuration } from './duration';

test.each([
  ['2 h 30 min', '2h30m'],
  ['2h30m', '2h30m'],
  ['3 days', '3d'],
  ['90m', '90m'],
  ['1 week, 2 days and 5 seconds', '1w2d5s'],
  ['30 minutes 2 hours', '2h30m'],
  ['', undefined],
  ['0 h', undefined],
  ['soon', undefined],
  ['2 h 3 h', undefined],
  ['2 hours later', undefined],
])('%j is %j', (text, length) => {
  expect(readDuration(text)).toBe(length);
});
