import type { Instant } from './time.ts';

/** A move that comes later than this after its instant happens at the time of the decision (design.md §7.15). */
export const PUNCTUAL_MS = 60_000;

/** When what a send of an arrival brought about happens: a provider's seconds do not shift what follows. */
export const settledAt = (arrivedAt: Instant, at: Instant): Instant => (at - arrivedAt > PUNCTUAL_MS ? at : arrivedAt);
