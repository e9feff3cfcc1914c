/** Counts messages that are handed over. */
export interface Meter {
  count(): void;
  /** Messages per second, over the last ten seconds. */
  perSecond(): number;
}

const METERED_S = 10;

export function createMeter(now: () => number = () => performance.now()): Meter {
  const counts = new Map<number, number>();
  const second = () => Math.floor(now() / 1000);
  return {
    count() {
      const at = second();
      counts.set(at, (counts.get(at) ?? 0) + 1);
      for (const each of counts.keys()) if (each < at - METERED_S) counts.delete(each);
    },
    perSecond() {
      const at = second();
      const recent = [...counts].filter(([each]) => each >= at - METERED_S && each < at);
      return recent.reduce((sum, [, count]) => sum + count, 0) / METERED_S;
    },
  };
}
