import type { Version } from '../../engine/version.ts';
import type { ProfileMoments } from '../../entries/define.ts';
import { ENTER_EVENT } from '../../events/own-events.ts';
import { settledAt } from '../../time/punctual.ts';
import { type Instant, toIso } from '../../time/time.ts';
import type { Admit, EntrySurroundings } from './surroundings.ts';

/** Lets users in at moments of their profiles, like store/entry/dates.ts. */
export function createEntryMoments({ due, now, personOf, record }: EntrySurroundings, admit: Admit) {
  /** Waits for the user's next moment after `after`. Replaces the one that waited before. */
  return function awaitMoment(user: string, version: Version, moments: ProfileMoments, after: Instant): void {
    const { id } = version.document;
    const name = `date/${id}/${user}`;
    const at = moments.nextAfter(personOf(user).profile, version.document, after);
    due.delete(name);
    if (at === undefined) return;
    due.set(name, {
      at,
      entersInto: id,
      user,
      run() {
        const properties = { $journey: id, date: toIso(at) };
        admit(user, version, record(user, ENTER_EVENT, properties, settledAt(at, now())), { dueAt: at });
        awaitMoment(user, version, moments, at);
      },
    });
  };
}
