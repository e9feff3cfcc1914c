import type { Version } from '../../engine/version.ts';
import type { JourneyEvent } from '../../events/input.ts';
import type { Instant } from '../../time/time.ts';
import type { Admit, EntrySurroundings } from './surroundings.ts';

/** Keeps entries whose filter doesn't hold yet, and tries them until their grace ends, like store/entry/grace.ts. */
export function createEntryGrace({ due }: EntrySurroundings, admit: Admit) {
  const waiting = new Map<string, Waiting>();

  return { retryEntries, keepEntry, forgetEntry };

  /** Tries a user's waiting entries again, because the user has changed. */
  function retryEntries(user: string, change: JourneyEvent): void {
    for (const [name, { until, version, event }] of [...waiting]) {
      if (!name.startsWith(`grace/${user}/`) || change.at > until || change.position <= event.position) continue;
      admit(user, version, { ...event, at: change.at }, { beginsAt: change.position, graceUntil: until });
    }
  }

  /** Keeps an entry until the end of its grace period. */
  function keepEntry(user: string, version: Version, event: JourneyEvent, until: Instant): void {
    const name = nameOf(user, version, event);
    waiting.set(name, { until, version, event });
    due.set(name, {
      at: until,
      entersInto: version.document.id,
      user,
      run: () => admit(user, version, { ...event, at: until }, { graceUntil: until }),
    });
  }

  function forgetEntry(user: string, version: Version, event: JourneyEvent): void {
    const name = nameOf(user, version, event);
    waiting.delete(name);
    due.delete(name);
  }
}

const nameOf = (user: string, { document: { id } }: Version, { position }: JourneyEvent): string =>
  `grace/${user}/${id}/${position}`;

interface Waiting {
  readonly until: Instant;
  readonly version: Version;
  readonly event: JourneyEvent;
}
