import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPace } from './pace.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  { perSecond: 50, asked: 120, times: [0, 1010, 2020] },
  { perSecond: 1, asked: 3, times: [0, 1010, 2020] },
  { perSecond: 0.5, asked: 3, times: [0, 2010, 4020] },
  { perSecond: 2.5, asked: 5, times: [0, 810, 1620] },
])('$asked at once, at $perSecond a second, come at $times ms', async ({ perSecond, asked, times }) => {
  const turn = createPace(perSecond);
  const start = performance.now();
  const at: number[] = [];
  const all = Array.from({ length: asked }, () => turn().then(() => at.push(performance.now() - start)));
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(all);
  expect([...new Set(at)]).toEqual(times);
});

test('a send after an idle time doesn’t wait', async () => {
  const turn = createPace(1);
  await turn();
  await vi.advanceTimersByTimeAsync(1010);
  const asked = performance.now();
  await turn();
  expect(performance.now()).toBe(asked);
});
