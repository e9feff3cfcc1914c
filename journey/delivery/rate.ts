/** Lowest and highest limit of a provider, in messages per second. */
export const LEAST_RATE = 0.001;
export const MOST_RATE = 1_000_000;
