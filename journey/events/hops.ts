/** Events of our own that called forth one another this often are refused (design.md §8). */
export const MAX_HOPS = 20;
