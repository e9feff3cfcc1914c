import type { JourneyEvent } from '../events/input.ts';
import type { Pause } from '../lifecycle/pause.ts';
import { type Instant, instant } from '../time/time.ts';

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
    if (policy !== HOLD || (to !== null && to <= since)) continue;
    if (from > end) break; // it had closed
    if (to === null) return null;
    end = keepsDate ? Math.max(end, to) : end + to - Math.max(from, since);
  }
  return instant(end);
}

/** A deadline as it stands now: a pause that lasts counts as far as it has come, one of the instance's own (`pausedAt`) too, and no hour twice. */
export function heldSoFar(
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
  return heldTo(deadline.until, deadline.since, deadline.keepsDate, merged) ?? deadline.until;
}

const HOLD = 'hold-clock';

/** Milliseconds between two instants in which clocks were held. */
export const heldBetween = (pauses: readonly Pause[], since: Instant, until: Instant): number =>
  pauses
    .filter(({ policy }) => policy === HOLD)
    .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to ?? until, until) - Math.max(from, since)), 0);

/** What a pause kept from a wait counts from its end: clocks had been held. */
export const asOf = (at: Instant, events: readonly JourneyEvent[]): readonly JourneyEvent[] =>
  events.map((event) => ({ ...event, at }));

const NONE: readonly Pause[] = [];
