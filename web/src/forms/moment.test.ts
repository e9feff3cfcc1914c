import { afterEach, expect, test, vi } from 'vitest';
import { clockOf, momentOf, readMoment } from './moment';

test.each([
  ['2026-12-24T09:00', { local: '2026-12-24T09:00', clock: '' }],
  ['2026-12-24T09:00Z', { local: '2026-12-24T09:00', clock: 'Z' }],
  ['2026-12-24 09:00:00+01:00', { local: '2026-12-24T09:00', clock: '+01:00' }],
  ['2026-12-24', { local: '2026-12-24T00:00', clock: '' }],
])('%s is read in two parts, and written again', (text, parts) => {
  expect(readMoment(text)).toEqual(parts);
  expect(readMoment(momentOf(parts.local, parts.clock))).toEqual(parts);
});

test.each(['', 'tomorrow', '2026-12-24T09:00:30', '{{ x }}'])('%j is left to be written as it is', (text) => {
  expect(readMoment(text)).toBeUndefined();
});

afterEach(() => vi.restoreAllMocks());

test.each([
  [0, 'Z'],
  [-60, '+01:00'],
  [-345, '+05:45'],
  [570, '-09:30'],
  [Number.NaN, 'Z'],
])('a browser whose offset is %d minutes writes %s', (offset, clock) => {
  const read = vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(offset);
  expect(clockOf('2026-07-01T09:00')).toBe(clock);
  expect(read.mock.contexts.map((at) => (at as Date).getMonth())).toEqual([6]);
});
