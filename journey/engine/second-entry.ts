import { evaluate } from '../conditions/condition.ts';
import { entryEventOf, isEntryEvent, withoutJourney } from '../entries/index.ts';
import { entryKey } from '../entries/judge.ts';
import type { JourneyEvent, Recorded } from '../events/input.ts';
import { ENTER_EVENT } from '../events/own-events.ts';
import { type Facts, valuesOf } from '../moves/move.ts';
import { surroundingsOf } from '../people/profile.ts';
import type { Version } from './version.ts';

/**
 * Renames entry events that arrive while the instance is live, if the document's `whileInside` says so. The instance
 * receives them under the author's event name (design.md §7.4). Only events that would enter this very instance count:
 * by filter, user and entry key.
 */
export function withSecondEntries(
  version: Version,
  facts: Facts,
  recorded: readonly Recorded[],
): { readonly facts: Facts; readonly recorded: readonly Recorded[] } {
  const { whileInside } = version.document.entry;
  if (whileInside === undefined) return { facts, recorded };
  const seen = (event: JourneyEvent): JourneyEvent =>
    isSecondEntry(version, facts, event) ? { ...withoutJourney(event), name: whileInside.deliverAs } : event;
  return {
    facts: { ...facts, past: facts.past.map(seen) },
    recorded: recorded.map((input) =>
      input.type === 'accepted' ? { ...input, events: input.events.map(seen) } : input,
    ),
  };
}

function isSecondEntry({ document }: Version, facts: Facts, event: JourneyEvent): boolean {
  const { entry, id } = document;
  const wanted = entryEventOf(entry) ?? { event: ENTER_EVENT, where: { $journey: id } };
  if (!isEntryEvent(wanted, event) || entryKey(entry, event) !== (facts.key ?? '')) return false;
  if (!entry.where) return true;
  const values = { ...valuesOf(facts), context: {}, event: withoutJourney(event).properties };
  return evaluate(entry.where, values, surroundingsOf(facts.profile, document, facts.now)).holds;
}
