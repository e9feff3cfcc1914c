import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLocalTurns, createPace, type Limit, PATIENCE_MS, type TakeTurns } from './pace.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const paceOf = (limit: () => Limit | undefined, take: TakeTurns = createLocalTurns()) => createPace({ take, limit });

const begin = async (pace: ReturnType<typeof paceOf> | undefined) => (await pace?.turn(false))?.begin();

/** Asks for turns and returns the times at which they come, in milliseconds. */
async function timesOf(workers: readonly ReturnType<typeof paceOf>[], asked: number, forMs: number) {
  const start = performance.now();
  const at: number[] = [];
  for (let nr = 0; nr < asked; nr += 1)
    void begin(workers[nr % workers.length]).then((isNow) => isNow && at.push(performance.now() - start));
  await vi.advanceTimersByTimeAsync(forMs);
  return at;
}

const mostIn = (at: readonly number[], ms: number): number =>
  Math.max(0, ...at.map((from) => at.filter((each) => each >= from && each < from + ms).length));

describe('the pace of a provider', () => {
  test.each([
    { perSecond: 1, asked: 3, times: [0, 1050, 2100] },
    { perSecond: 0.5, asked: 3, times: [0, 2100, 4200] },
    { perSecond: 2.5, asked: 3, times: [0, 420, 840] },
  ])('$asked at once, at $perSecond a second, come at $times ms', async ({ perSecond, asked, times }) => {
    expect(await timesOf([paceOf(() => ({ perSecond, burst: 1 }))], asked, 10_000)).toEqual(times);
  });

  test('with a burst, that many go at once after a quiet time, and the rest at the limit', async () => {
    const at = await timesOf([paceOf(() => ({ perSecond: 10, burst: 5 }))], 8, 10_000);
    expect(at.map((ms) => Math.round(ms))).toEqual([0, 0, 0, 0, 0, 105, 210, 315]);
  });

  test('a send after an idle time doesn’t wait', async () => {
    const pace = paceOf(() => ({ perSecond: 1, burst: 1 }));
    await pace.turn(false);
    await vi.advanceTimersByTimeAsync(1_100);
    const asked = performance.now();
    await pace.turn(false);
    expect(performance.now()).toBe(asked);
  });

  test('8 several workers that share turns never have more than the limit in any second', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60 }), async (workers, perSecond) => {
        const take = createLocalTurns();
        const paces = Array.from({ length: workers }, () => paceOf(() => ({ perSecond, burst: 1 }), take));
        const at = await timesOf(paces, perSecond * 3, 6_000);
        expect(at).toHaveLength(perSecond * 3);
        expect(mostIn(at, 1_000)).toBeLessThanOrEqual(perSecond);
      }),
      { numRuns: 20 },
    );
  });

  test('a changed limit holds for callers that already wait, and none frees them', async () => {
    let limit: Limit | undefined = { perSecond: 1, burst: 1 };
    const pace = paceOf(() => limit);
    const counting = timesOf([pace], 60, 2_000);
    await vi.advanceTimersByTimeAsync(0);
    expect((await counting).length).toBeLessThanOrEqual(3);
    limit = { perSecond: 20, burst: 1 };
    expect((await timesOf([pace], 0, 0)).length).toBe(0);
    const start = performance.now();
    let last = 0;
    void pace.turn(false).then(() => {
      last = performance.now() - start;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(last).toBeGreaterThan(2_000);
    expect(last).toBeLessThan(4_500);
    limit = undefined;
    await pace.turn(false);
  });

  test('an urgent caller goes before others that have waited longer', async () => {
    const pace = paceOf(() => ({ perSecond: 10, burst: 1 }));
    const order: string[] = [];
    for (let nr = 0; nr < 20; nr += 1) void pace.turn(false).then(() => order.push('other'));
    void pace.turn(true).then(() => order.push('urgent'));
    await vi.advanceTimersByTimeAsync(250);
    expect(order.slice(0, 3)).toContain('urgent');
  });

  test('a caller whose turn doesn’t come within the patience is told so', async () => {
    const pace = paceOf(() => ({ perSecond: 0.01, burst: 1 }));
    await pace.turn(false);
    const waiting = pace.turn(false);
    await vi.advanceTimersByTimeAsync(PATIENCE_MS + 1_000);
    expect(await waiting).toBeUndefined();
  });

  test('callers wait while turns can’t be taken, and none is let through', async () => {
    const take = createLocalTurns();
    let isAway = true;
    const pace = paceOf(
      () => ({ perSecond: 10, burst: 1 }),
      (asked) => (isAway ? Promise.reject(new Error('away')) : take(asked)),
    );
    const at: number[] = [];
    void begin(pace).then(() => at.push(performance.now()));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(at).toEqual([]);
    isAway = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(at).toHaveLength(1);
  });

  test('a process that stood still takes another turn instead of a late one', async () => {
    const pace = paceOf(() => ({ perSecond: 10, burst: 1 }));
    const turn = await pace.turn(false);
    expect(await turn?.begin()).toBe(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(await turn?.begin()).toBe(false);
  });

  test('8 preparing a hand-over costs no turn, since callers learn of their turn shortly before it', async () => {
    const pace = paceOf(() => ({ perSecond: 50, burst: 1 }));
    let begun = 0;
    const prepareAndBegin = async () => {
      const turn = await pace.turn(false);
      await new Promise((resolve) => setTimeout(resolve, 60));
      if (await turn?.begin()) begun += 1;
      else await prepareAndBegin();
    };
    for (let nr = 0; nr < 120; nr += 1) void prepareAndBegin();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(begun).toBeGreaterThan(110);
  });
});
