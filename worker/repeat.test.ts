import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { repeat } from './repeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('runs after each wait, also after a failure', async () => {
  const failures: unknown[] = [];
  let runs = 0;
  const work = async () => {
    runs += 1;
    if (runs === 1) throw new Error('once');
  };
  const repeating = repeat(work, { everyMs: 100, onFailure: (cause) => failures.push(cause) });
  await vi.advanceTimersByTimeAsync(99);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(201);
  expect([runs, failures]).toEqual([3, [new Error('once')]]);
  await repeating.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toBe(3);
});

test('starts at once if it should, and closes after the run that is under way', async () => {
  let end = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
  const repeating = repeat(work, { everyMs: 100, onFailure: () => {}, isImmediate: true });
  await vi.advanceTimersByTimeAsync(0);
  let isClosed = false;
  const closing = repeating.close().then(() => (isClosed = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect([work.mock.calls.length, isClosed]).toEqual([1, false]);
  end();
  await closing;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(work).toHaveBeenCalledTimes(1);
});
