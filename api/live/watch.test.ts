import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { LiveCounts } from './schema.ts';
import { createLiveWatch } from './watch.ts';

const MAIN = WorkspaceId.parse('main');
const A = JourneyId.parse('a');
const counts = (inside: number): LiveCounts => ({
  ...{ at: '2026-03-02T09:00:00.000Z', state: 'running', version: 1, entered: inside, inside, nodes: {} },
});
const listener = () => {
  const heard: unknown[] = [];
  return {
    heard,
    onCounts: ({ inside }: LiveCounts) => void heard.push(inside),
    onAway: () => void heard.push('away'),
    onEnd: () => void heard.push('ended'),
  };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('read once a second for any number of viewers, and never without one', async () => {
  let reads = 0;
  const watch = createLiveWatch(async () => {
    reads += 1;
    return counts(reads);
  });
  const [one, two] = [listener(), listener()];
  const leave = watch.listen(MAIN, A, one);
  await vi.advanceTimersByTimeAsync(0);
  const leaveToo = watch.listen(MAIN, A, two); // gets the known counts immediately
  await vi.advanceTimersByTimeAsync(2_000);
  expect([one.heard, two.heard]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  leave();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([one.heard.length, two.heard.length]).toEqual([3, 4]);
  leaveToo();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(reads).toBe(4);
});

test('an unreachable database is reported and retried; deleting the journey ends the watch', async () => {
  const answers = [counts(1), new Error('away'), counts(2), undefined];
  const watch = createLiveWatch(async () => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  });
  const one = listener();
  watch.listen(MAIN, A, one);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(one.heard).toEqual([1, 'away', 2, 'ended']);
});

test('a viewer who leaves and returns during a read is served once', async () => {
  const watch = createLiveWatch(async () => counts(1));
  const one = listener();
  watch.listen(MAIN, A, one)();
  watch.listen(MAIN, A, one);
  await vi.advanceTimersByTimeAsync(500);
  expect(one.heard).toEqual([1]);
  watch.close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(one.heard).toEqual([1, 'ended']);
  watch.listen(MAIN, A, one); // through a kept-alive connection
  expect(one.heard).toEqual([1, 'ended', 'ended']);
});

test('a read of two seconds is repeated after eighteen', async () => {
  const at: number[] = [];
  const watch = createLiveWatch(async () => {
    at.push(Date.now());
    await new Promise((done) => setTimeout(done, 2_000));
    return counts(1);
  });
  const leave = watch.listen(MAIN, A, listener());
  await vi.advanceTimersByTimeAsync(45_000);
  leave();
  expect(at.slice(1).map((each, nr) => each - (at[nr] ?? 0))).toEqual([20_000, 20_000]);
});
