import type { Version } from '../../engine/version.ts';
import { type DateEntry, nextDateOf } from '../../entries/date.ts';
import { ENTER_EVENT } from '../../events/own-events.ts';
import { settledAt } from '../../time/punctual.ts';
import { type Instant, toIso } from '../../time/time.ts';
import type { Admit, EntrySurroundings } from './surroundings.ts';

/** Lets users in by the dates in their profiles, like store/entry/dates.ts. */
export function createEntryDates({ due, now, personOf, record }: EntrySurroundings, admit: Admit) {
  /** Waits for the user's next date after `after`. Replaces the date that waited before. */
  return function awaitDate(user: string, version: Version, entry: DateEntry, after: Instant): void {
    const { id, timeZone } = version.document;
    const name = `date/${id}/${user}`;
    const at = nextDateOf(entry, personOf(user).profile, timeZone, after);
    due.delete(name);
    if (at === undefined) return;
    due.set(name, {
      at,
      entersInto: id,
      user,
      run() {
        const properties = { $journey: id, date: toIso(at) };
        admit(user, version, record(user, ENTER_EVENT, properties, settledAt(at, now())), { dueAt: at });
        awaitDate(user, version, entry, at);
      },
    });
  };
}
