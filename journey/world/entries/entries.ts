import type { Version } from '../../engine/version.ts';
import { canMove, momentsOf } from '../../entries/index.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { PROFILE_CHANGED } from '../../events/own-events.ts';
import { createAdmission } from './admission.ts';
import { createEntryMoments } from './moments.ts';
import { createQualifying } from './qualifying.ts';
import type { EntrySurroundings } from './surroundings.ts';

/** Creates the entries of a world: lets users in as the forwarder and the due picker do, by the same judgments. */
export function createEngineEntries(around: EntrySurroundings) {
  const admission = createAdmission(around);
  const awaitMoment = createEntryMoments(around, admission.admit);
  const { beginQualifying } = createQualifying(around, admission);
  const { admit, judgeInGrace, refused } = admission;

  return { beginEntry, admit, judgeInGrace, refused };

  /** Lets the user in, or begins what may let them in later. */
  function beginEntry(user: string, version: Version, event: JourneyEvent, hops: number): void {
    const { entry } = version.document;
    const moments = momentsOf(entry);
    if (moments && event.name === PROFILE_CHANGED) {
      if (canMove(moments, event.properties)) awaitMoment(user, version, moments, around.now());
    } else if (entry.type === 'inaction' && event.name === entry.event)
      beginQualifying(user, version, entry, { ...event, hops });
    else admit(user, version, event, { hops });
  }
}
