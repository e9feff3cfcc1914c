import type { JourneyEvent } from '../events/input.ts';
import type { Pause } from '../lifecycle/pause.ts';
import { type Instant, instant } from '../time/time.ts';

/**
 * How a journey's pauses affect its instances (design.md §7.7). A pause is one row that every instance reads: deadlines
 * are stored without pauses, and these functions apply them. All lists are in order of time.
 */

/** Returns the pause that contains an instant. The start is inclusive, the end exclusive. */
export const pauseAt = (pauses: readonly Pause[], at: Instant): Pause | undefined =>
  pauses.find(({ from, to }) => from <= at && (to === null || at < to));

/** Returns the pause that has not ended. */
export const openPause = (pauses: readonly Pause[]): Pause | undefined => pauses.find(({ to }) => to === null);

/**
 * Returns when a deadline closes that was set to `until` at `since`. Pauses that hold clocks move it by their length,
 * or, if it is a date, to their end. Null while such a pause lasts.
 */
export function deadlineWithPauses(
  until: Instant,
  since: Instant,
  keepsDate: boolean,
  pauses: readonly Pause[] = NONE,
): Instant | null {
  let end: number = until;
  for (const { from, to, policy } of pauses) {
    if (policy !== HOLD || (to !== null && to <= since)) continue;
    if (from > end) break; // the deadline closed before this pause
    if (to === null) return null;
    end = keepsDate ? Math.max(end, to) : end + to - Math.max(from, since);
  }
  return instant(end);
}

/**
 * Returns a deadline as of now. Counts pauses that still last, including the instance's own (`pausedAt`), and counts no
 * hour twice.
 */
export function deadlineSoFar(
  deadline: {
    readonly until: Instant;
    readonly since: Instant;
    readonly keepsDate: boolean;
    readonly pausedAt: number | null;
  },
  pauses: readonly Pause[],
  now: Instant,
): Instant {
  const own = deadline.pausedAt === null ? [] : [{ from: instant(deadline.pausedAt), to: null, policy: HOLD }];
  const all = [...pauses.filter(({ policy }) => policy === HOLD), ...own]
    .map((pause) => ({ ...pause, to: pause.to ?? now }))
    .toSorted((a, b) => a.from - b.from);
  const merged: { from: Instant; to: Instant; policy: typeof HOLD }[] = [];
  for (const { from, to } of all) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = instant(Math.max(last.to, to));
    else merged.push({ from, to, policy: HOLD });
  }
  return deadlineWithPauses(deadline.until, deadline.since, deadline.keepsDate, merged) ?? deadline.until;
}

const HOLD = 'hold-clock';

/** Returns for how many milliseconds between two instants the clocks were held. */
export const heldMsBetween = (pauses: readonly Pause[], since: Instant, until: Instant): number =>
  pauses
    .filter(({ policy }) => policy === HOLD)
    .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to ?? until, until) - Math.max(from, since)), 0);

/** Moves events to the end of the pause in which a wait missed them, since its clock stood still. */
export const moveEventsTo = (at: Instant, events: readonly JourneyEvent[]): readonly JourneyEvent[] =>
  events.map((event) => ({ ...event, at }));

const NONE: readonly Pause[] = [];
