import { z } from 'zod';
import type { Instant } from '../time/time.ts';

/** The states of a journey, and when it takes entries (design.md §9). */

export const JourneyState = z.enum(['draft', 'scheduled', 'running', 'paused', 'completed', 'stopped', 'archived']);
export type JourneyState = z.infer<typeof JourneyState>;

/** The states of a published journey. */
export type PublishedState = Exclude<JourneyState, 'draft'>;

/** When entry is open. `entryFrom` is inclusive, `entryUntil` exclusive. Null means no limit. */
export interface EntryWindow {
  readonly entryFrom: Instant | null;
  readonly entryUntil: Instant | null;
}

/** Everything that decides whether a journey takes entries. */
export interface EntryOpening extends EntryWindow {
  readonly state: PublishedState;
  readonly pauses: readonly Pausing[];
}

/**
 * Returns whether an entry at this instant counts, whenever it is judged (guarantees: "Nobody is left out silently").
 * During a pause it doesn't, unless the user has waited in the queue for the pause to end. After a stop, nothing
 * counts.
 */
export const takesEntriesAt = ({ state, pauses, ...window }: EntryOpening, at: Instant, hasWaited = false): boolean =>
  (state === 'running' || state === 'scheduled' || state === 'paused') &&
  isOpenAt(window, at) &&
  (hasWaited || !isPausedAt(pauses, at));

/** Returns whether a pause contains an instant. The start is inclusive, the end exclusive. */
export const isPausedAt = (pauses: readonly Pausing[], at: Instant): boolean =>
  pauses.some(({ from, to }) => from <= at && (to === null || at < to));

interface Pausing {
  readonly from: Instant;
  readonly to: Instant | null;
}

/** Returns whether entry is open at an instant. */
export const isOpenAt = ({ entryFrom, entryUntil }: EntryWindow, at: Instant): boolean =>
  (entryFrom === null || entryFrom <= at) && (entryUntil === null || at < entryUntil);
