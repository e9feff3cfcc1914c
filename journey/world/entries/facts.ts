import { PersonId } from '../../base/ids.ts';
import type { Version } from '../../engine/version.ts';
import type { EntryFacts } from '../../entries/admit.ts';
import { isInside } from '../state/pass.ts';
import type { EntrySurroundings } from './surroundings.ts';

/**
 * Returns the facts that decide a user's entry, like store/entry/standing.ts. In memory, a user's ID is their person
 * ID.
 */
export function entryFactsOf(
  { passes, personOf, journeyOf }: EntrySurroundings,
  user: string,
  { document: { id } }: Version,
  key: string | undefined,
): EntryFacts {
  const { profile, segments } = personOf(user);
  const { state, window, pauses } = journeyOf(id);
  const before = passes.filter(
    (each) => each.user === user && each.version.document.id === id && each.key === (key ?? ''),
  );
  return {
    person: PersonId.parse(user),
    profile,
    segments: [...segments],
    passes: { count: before.length, lastEnteredAt: before.at(-1)?.instance.enteredAt ?? null },
    liveEntry: before.find(isInside)?.version.document.entry ?? null,
    opening: { state, pauses, ...window },
  };
}
