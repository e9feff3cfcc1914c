/** Random numbers from a seed (mulberry32): a run that failed can be had again. */
export interface Dice {
  /** From 0 to below 1. */
  next(): number;
  below(limit: number): number;
  pick<Item>(from: readonly Item[]): Item;
  /** True once in `times`. */
  once(times: number): boolean;
}

export function dice(seed: number): Dice {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
    once: (times) => below(times) === 0,
  };
}
