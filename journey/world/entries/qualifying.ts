import type { Version } from '../../engine/version.ts';
import { keyAttempt, planQualifying } from '../../entries/admit.ts';
import { hasActed, type InactionEntry } from '../../entries/inaction.ts';
import type { JourneyEvent } from '../../events/input.ts';
import { surroundingsOf } from '../../people/profile.ts';
import type { Instant } from '../../time/time.ts';
import type { createAdmission } from './admission.ts';
import { entryFactsOf } from './facts.ts';
import type { EntrySurroundings } from './surroundings.ts';

/** Lets users in who did one thing and then not another in time, like store/entry/qualifying.ts. */
export function createQualifying(
  around: EntrySurroundings,
  { admit, refuse }: Pick<ReturnType<typeof createAdmission>, 'admit' | 'refuse'>,
) {
  const { due, now, personOf } = around;
  /** Events that began a waiting time, by the name of its due row. */
  const qualifying = new Map<string, JourneyEvent>();

  return { beginQualifying };

  /** Begins the waiting time after the first event of an `inaction` entry. */
  function beginQualifying(
    user: string,
    version: Version,
    entry: InactionEntry,
    { hops, ...event }: JourneyEvent & { readonly hops: number },
  ) {
    const { id } = version.document;
    const person = personOf(user);
    const attempt = keyAttempt(version.document, { event, hops, onMeet: 'contest' });
    const facts = entryFactsOf(around, user, version, attempt.key);
    const plan = planQualifying(version.document, entry, attempt, facts, now());
    if (plan.type === 'refuse') return refuse(user, version, plan.reason);

    const { key, until: at } = plan;
    const name = `inaction/${id}/${user}/${key}`;
    const pending = qualifying.get(name);
    if (pending && !didAct(user, version, entry, key, { from: pending, until: event.at })) return;
    qualifying.set(name, event);
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
        ...surroundingsOf(profile, document, now()),
      },
    );
  }
}
