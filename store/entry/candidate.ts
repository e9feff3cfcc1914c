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
   * For an entry at the user's own moment: position of the last event accepted before it. Later events concern the
   * instance.
   */
  readonly beginsAt?: number;
  /**
   * For an entry at the user's own moment: that moment, however late it is handled (design.md §7.15). It decides
   * whether the journey takes entries, so that a wait in a queue doesn't exclude a user.
   */
  readonly dueAt?: Instant;
  /** End of the grace period, if it is already fixed; otherwise the entry decides (design.md §5). */
  readonly graceUntil?: Instant;
  /**
   * `contest`: store an entry that meets a live instance until the instance has read past it. `refuse`: refuse it,
   * since a caller waits for the answer.
   */
  readonly onMeet: 'contest' | 'refuse';
  /** Task queue of the instance's workflow, `live` by default. Live events never wait behind `bulk` ones. */
  readonly queue?: 'live' | 'bulk';
}
