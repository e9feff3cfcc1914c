import type { PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { Instant } from '../../journey/time/time.ts';

/** A user whom an event, or a moment of their own, may let into a journey. */
export interface Candidate {
  readonly who: PersonRef;
  readonly version: Version;
  /** Its instant is the instant of entry. */
  readonly event: JourneyEvent;
  /**
   * Of an entry at a moment of its own, not as of an acceptance: position of the last that was accepted before it enters. What is later concerns
   * it.
   */
  readonly beginsAt?: number;
  /**
   * Of an entry at a moment of its own: that moment, however late it is looked at (design.md §7.15). Whether the journey took entries is asked of it:
   * nobody is left out for having waited in a queue.
   */
  readonly dueAt?: Instant;
  /**
   * Until when a filter that doesn't hold is tried again, if that is already fixed; otherwise the entry's grace period
   * decides (design.md §5).
   */
  readonly graceUntil?: Instant;
  /**
   * What happens to an entry that meets a live instance: stored until the instance has read past it, or refused because
   * a caller waits for the answer.
   */
  readonly onMeet: 'contest' | 'refuse';
  /** Task queue of its workflow, `live` by default: live events never wait behind `bulk` ones. */
  readonly queue?: 'live' | 'bulk';
}
