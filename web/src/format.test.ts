import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ago, moment, number, percent } from './format';

const NOW = Date.parse('2026-01-14T12:00:00Z');
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => vi.useRealTimers());

test.each([
  [0, 'now'],
  [-1_000, '1 second ago'],
  [-59_000, '59 seconds ago'],
  [-60_000, '1 minute ago'],
  [41 * 60_000, 'in 41 minutes'],
  [-3_600_000, '1 hour ago'],
  [-86_400_000, 'yesterday'],
  [-10 * 86_400_000, '10 days ago'],
])('%d ms from now is %s', (ms, words) => {
  expect(ago(new Date(NOW + ms).toISOString())).toBe(words);
});

test('a moment is shown by the clock of its zone', () => {
  const iso = '2026-01-14T23:02:00Z';
  expect([moment(iso, 'UTC'), moment(iso, 'Asia/Tokyo')].map((text) => /\d\d?[:.]\d\d/.exec(text)?.[0])).toEqual(
    expect.arrayContaining([expect.stringMatching(/02$/)]),
  );
  expect(moment(iso, 'UTC')).toContain('14');
  expect(moment(iso, 'Asia/Tokyo')).toContain('15');
});

test('a share has at most one decimal', () => {
  expect([percent(0.5), percent(0.1234)]).toEqual(['50%', '12.3%']);
});

test('a number is grouped by thousands', () => {
  expect(number(1_234_567)).toMatch(/^1\D234\D567$/);
});
