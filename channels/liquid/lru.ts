/** Keeps what was used last, up to a total weight. */
export function createLru<Value>(maxWeight: number) {
  const kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  let total = 0;

  const drop = (key: string) => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };

  return {
    /** What is kept under the key, or else what `make` makes, which is then kept. What throws is not. */
    get(key: string, weight: number, make: () => Value): Value {
      const known = kept.get(key);
      const value = known ? known.value : make();
      drop(key); // to the end: used last
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
