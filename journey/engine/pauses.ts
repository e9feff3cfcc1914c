import type { JourneyEvent } from '../input.ts';
import type { Pause } from '../pause.ts';
import { type Instant, instant } from '../time.ts';

/**
 * What the pauses of a journey do to one instance (design.md §7.7). A pause is a row that everybody inside reads: deadlines are stored as if
 * there were none, and what they come to is worked out here wherever they are decided or shown. All lists are in order of time.
 */

/** The pause that an instant falls into: its first millisecond belongs to it, its last one no more. */
export const pauseAt = (pauses: readonly Pause[], at: Instant): Pause | undefined =>
  pauses.find(({ from, to }) => from <= at && (to === null || at < to));

/** The one that lasts. */
export const openPause = (pauses: readonly Pause[]): Pause | undefined => pauses.find(({ to }) => to === null);

/**
 * When a deadline closes that was set to `until` at `since`: later by as long as clocks have been held meanwhile, or, where it is a date that
 * stays one, not before the pause is over. Null: not before a pause that lasts has ended.
 */
export function heldTo(
  until: Instant,
  since: Instant,
  keepsDate: boolean,
  pauses: readonly Pause[] = NONE,
): Instant | null {
  let end: number = until;
  for (const { from, to, policy } of pauses) {
    if (policy !== 'hold-clock' || (to !== null && to <= since)) continue;
    if (from > end) break; // it had closed
    if (to === null) return null;
    end = keepsDate ? Math.max(end, to) : end + to - Math.max(from, since);
  }
  return instant(end);
}

/** Milliseconds between two instants in which clocks were held. */
export const heldBetween = (pauses: readonly Pause[], since: Instant, until: Instant): number =>
  pauses
    .filter(({ policy }) => policy === 'hold-clock')
    .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to ?? until, until) - Math.max(from, since)), 0);

/** What a pause kept from a wait counts from its end: clocks had been held. */
export const asOf = (at: Instant, events: readonly JourneyEvent[]): readonly JourneyEvent[] =>
  events.map((event) => ({ ...event, at }));

const NONE: readonly Pause[] = [];
