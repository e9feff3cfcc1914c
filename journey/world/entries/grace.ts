import type { Version } from '../../engine/version.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { zoneOf } from '../../people/profile.ts';
import { after, type Instant } from '../../time/time.ts';
import type { Admit, Admitting, EntrySurroundings } from './surroundings.ts';

/** Keeps entries whose filter doesn't hold yet, and tries them until their grace ends, like store/entry/grace.ts. */
export function createEntryGrace({ due, now, personOf }: EntrySurroundings, admit: Admit) {
  const waiting = new Map<string, Waiting>();

  return { retryEntries, keepEntry };

  /** Tries a user's waiting entries again, because the user has changed. */
  function retryEntries(user: string, change: JourneyEvent): void {
    for (const [name, { until, version, event }] of [...waiting]) {
      if (!name.startsWith(`grace/${user}/`) || change.at > until || change.position <= event.position) continue;
      forgetEntry(name);
      admit(user, version, { ...event, at: change.at }, { beginsAt: change.position, graceUntil: until });
    }
  }

  /** Keeps an entry that was refused, if it may be tried again. Returns whether it is kept. */
  function keepEntry(
    user: string,
    version: Version,
    event: JourneyEvent,
    reason: string,
    { graceUntil: known, isAsked = false }: Admitting,
  ): boolean {
    const { entry, timeZone, id } = version.document;
    const name = `grace/${user}/${id}/${event.position}`;
    forgetEntry(name);
    const isRetried = reason === 'filter-not-met' || (reason === 'not-running' && known !== undefined);
    if (!isRetried || entry.grace === undefined || isAsked) return false;
    const until = known ?? after(event.at, entry.grace, zoneOf(personOf(user).profile, timeZone));
    if (now() > until) return false;
    waiting.set(name, { until, version, event });
    due.set(name, {
      at: until,
      entersInto: id,
      user,
      run: () => admit(user, version, { ...event, at: until }, { graceUntil: until }),
    });
    return true;
  }

  function forgetEntry(name: string): void {
    waiting.delete(name);
    due.delete(name);
  }
}

interface Waiting {
  readonly until: Instant;
  readonly version: Version;
  readonly event: JourneyEvent;
}
