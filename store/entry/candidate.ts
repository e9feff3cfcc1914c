import type { PersonRef } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { EntryAttempt } from '../../journey/entries/admit.ts';

/** A user whom an event, or a moment of their own, may let into a journey. */
export interface Candidate extends EntryAttempt {
  readonly who: PersonRef;
  readonly version: Version;
}
