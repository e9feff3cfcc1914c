/** Creates a cache that drops the least recently used values once their total weight is exceeded. */
export function createLru<Value>(maxWeight: number) {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  let total = 0;

  const drop = (key: string) => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };

  return {
    /** Returns the cached value, or caches and returns the result of `make`, unless it throws. */
    get(key: string, weight: number, make: () => Value): Value {
      const known = kept.get(key);
      const value = known ? known.value : make();
      drop(key); // moves it to the end, as the most recently used
      kept.set(key, { value, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= maxWeight) break;
        drop(oldest);
      }
      return value;
    },
  };
}
