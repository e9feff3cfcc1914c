import type { PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { Instant } from '../../journey/time/time.ts';

/** Somebody whom an event, or a moment of their own, may let into a journey. */
export interface Candidate {
  readonly who: PersonRef;
  readonly version: Version;
  /** Its instant is that of the entry. */
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
  /** Till when a filter that does not hold is tried again, where that has been settled; else the entry says for how long (design.md §5). */
  readonly graceUntil?: Instant;
  /** What becomes of an entry that meets a live instance: kept until that has read past it, or refused, since somebody waits for the answer. */
  readonly onMeet: 'contest' | 'refuse';
  /** Where its workflow's tasks wait: live events never wait behind those of `bulk`. Live, unless given. */
  readonly queue?: 'live' | 'bulk';
}
