/** Longest chain of Sojourn's own events that cause one another. The next one is refused (design.md §8). */
export const MAX_HOPS = 20;
