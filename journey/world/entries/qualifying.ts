import type { Version } from '../../engine/version.ts';
import { hasActed, type InactionEntry, qualifiesAt } from '../../entries/inaction.ts';
import { entryKey, judgeEntry } from '../../entries/judge.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { zoneOf } from '../../people/profile.ts';
import type { Instant } from '../../time/time.ts';
import { takesEntries } from '../state/journey.ts';
import type { createAdmission } from './admission.ts';
import { entrantOf } from './entrant.ts';
import type { EntrySurroundings } from './surroundings.ts';

/** Lets users in who did one thing and then not another in time, like store/entry/qualifying.ts. */
export function createQualifying(
  { due, now, personOf, journeyOf }: EntrySurroundings,
  { admit, refuse }: Pick<ReturnType<typeof createAdmission>, 'admit' | 'refuse'>,
) {
  /** Events that began a waiting time, by the name of its due row. */
  const qualifying = new Map<string, JourneyEvent>();

  return { beginQualifying };

  /** Begins the waiting time after the first event of an `inaction` entry. */
  function beginQualifying(user: string, version: Version, entry: InactionEntry, event: JourneyEvent) {
    const { id, timeZone } = version.document;
    if (!takesEntries(journeyOf(id), event.at)) return refuse(user, version, 'not-running');
    const person = personOf(user);
    const zone = zoneOf(person.profile, timeZone);
    const attempt = { event, key: entryKey(entry, event) };
    const judgement = judgeEntry(entry, attempt, entrantOf(user, person, NO_PASSES), { now: now(), zone }, id);
    if (judgement.is === 'refuse') return refuse(user, version, judgement.reason);

    const { key } = judgement;
    const name = `inaction/${id}/${user}/${key}`;
    const pending = qualifying.get(name);
    if (pending && !didAct(user, version, entry, key, { from: pending, until: event.at })) return;
    qualifying.set(name, event);
    const at = qualifiesAt(entry, event.at, zone);
    due.set(name, {
      at,
      entersInto: id,
      user,
      run() {
        qualifying.delete(name);
        const last = person.events.findLast(({ event: each }) => each.at <= at)?.event.position ?? event.position;
        if (!didAct(user, version, entry, key, { from: event, until: at }))
          admit(user, version, { ...event, at }, { beginsAt: last });
      },
    });
  }

  /** Tells whether the user did the second thing after `from` and by `until`. */
  function didAct(
    user: string,
    { keyPath, document }: Version,
    entry: InactionEntry,
    key: string,
    { from, until }: { readonly from: JourneyEvent; readonly until: Instant },
  ): boolean {
    const { profile, segments, events } = personOf(user);
    return hasActed(
      entry,
      events.flatMap(({ event }) => (event.position > from.position ? [event] : [])),
      until,
      {
        values: { profile, context: {}, segments: [...segments] },
        key: key === '' ? null : key,
        keyPath,
        now: now(),
        zone: zoneOf(profile, document.timeZone),
      },
    );
  }
}

/** Earlier instances count only when the time has passed. */
const NO_PASSES = { count: 0, lastEnteredAt: null, isLive: false };
