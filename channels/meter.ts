/** Counts messages during their hand-over to providers. */
export interface Meter {
  /** Counts a message while a provider has it. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Messages that are being handed over now. */
  underWay(): number;
  /** Messages per second, over the last ten seconds. */
  perSecond(): number;
}

const METERED_S = 10;

export function createMeter(now: () => number = () => performance.now()): Meter {
  const counts = new Map<number, number>();
  const second = () => Math.floor(now() / 1000);
  const count = () => {
    const at = second();
    counts.set(at, (counts.get(at) ?? 0) + 1);
    for (const each of counts.keys()) if (each < at - METERED_S) counts.delete(each);
  };
  let underWay = 0;
  return {
    underWay: () => underWay,
    async during(work) {
      count();
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    perSecond() {
      const at = second();
      const recent = [...counts].filter(([each]) => each >= at - METERED_S && each < at);
      return recent.reduce((sum, [, count]) => sum + count, 0) / METERED_S;
    },
  };
}
