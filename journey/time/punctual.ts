import type { Instant } from './time.ts';

/**
 * How late a move may be and still count from its nominal instant. A later move counts from the time of the decision
 * (design.md §7.15).
 */
export const PUNCTUAL_MS = 60_000;

/** Returns the instant from which the moves after a send count. A provider's few seconds don't shift what follows. */
export const settledAt = (arrivedAt: Instant, at: Instant): Instant => (at - arrivedAt > PUNCTUAL_MS ? at : arrivedAt);
