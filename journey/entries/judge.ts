import { chanceOf } from '../chance.ts';
import { evaluate, type Verdict } from '../conditions/condition.ts';
import { lookUp } from '../conditions/path.ts';
import { keyText } from '../event-match.ts';
import type { JourneyId, PersonId } from '../ids.ts';
import type { JourneyEvent } from '../input.ts';
import type { JsonObject } from '../json.ts';
import { after, type Instant, toIso } from '../time.ts';
import type { Entry } from './index.ts';

/** Earlier passes of this person with this entry key. */
export interface Passes {
  readonly count: number;
  readonly lastEnteredAt: Instant | null;
  readonly isLive: boolean;
}

/** `meet`: there is a live instance; whether it still is when it has read this event, only its own decision can tell (design.md §8). */
export type Judgement =
  | { readonly is: 'enter'; readonly key: string }
  | { readonly is: 'meet'; readonly key: string }
  /** Qualified, and gets nothing. */
  | { readonly is: 'control'; readonly key: string }
  | { readonly is: 'refuse'; readonly key: string; readonly reason: EntryRefusal; readonly read: Verdict['read'] };

type EntryRefusal =
  | 'no-entry-key'
  | 'entry-key-too-long'
  | 'filter-not-met'
  | 'not-in-segment'
  | 'entry-changed'
  | 'already-inside'
  | 'delivered-to-live'
  | 'entered-before'
  | 'too-soon'
  | 'too-often'
  | 'capacity-reached'
  | 'too-many-hops'
  | 'not-running';

/** Characters: it is part of an index. Of a longer one the beginning is shown. */
const MAX_KEY_LENGTH = 200;
const SHOWN = 50;

/** The entry key's text; '' where the entry has none; undefined where the event lacks it. */
export function entryKey(entry: Entry, event: JourneyEvent): string | undefined {
  if (entry.key === undefined) return '';
  const value = lookUp(entry.key, { profile: {}, context: {}, event: event.properties });
  return value === undefined || value === null || value === '' ? undefined : keyText(value);
}

/**
 * May this event let this person in? The event as it was accepted, the profile as it is now (design.md §8).
 * Re-entry is judged at the instant of acceptance.
 */
export function judge(
  entry: Entry,
  event: JourneyEvent,
  key: string | undefined,
  profile: JsonObject,
  passes: Passes,
  around: { readonly now: Instant; readonly zone: string; readonly segments: readonly string[] },
  whose: Whose,
): Judgement {
  if (key === undefined) return { is: 'refuse', key: '', reason: 'no-entry-key', read: { [entry.key ?? '']: null } };
  if (key.length > MAX_KEY_LENGTH)
    return { is: 'refuse', key: '', reason: 'entry-key-too-long', read: { [entry.key ?? '']: key.slice(0, SHOWN) } };
  if (entry.type === 'schedule' && entry.segment !== undefined && !around.segments.includes(entry.segment))
    return { is: 'refuse', key, reason: 'not-in-segment', read: { segment: entry.segment } };
  if (entry.where) {
    const values = { profile, context: {}, event: event.properties, segments: around.segments };
    const { holds, read } = evaluate(entry.where, values, around);
    if (!holds) return { is: 'refuse', key, reason: 'filter-not-met', read };
  }
  if (passes.isLive) return { is: 'meet', key };
  const refusal = again(entry, event.at, passes, around.zone);
  if (refusal) return { is: 'refuse', key, ...refusal };
  return { is: isControl(entry, whose) ? 'control' : 'enter', key };
}

/** What becomes of an entry that meets a live instance, which has read it. */
export const metReason = ({ whileInside }: Pick<Entry, 'whileInside'>) =>
  whileInside ? ('delivered-to-live' as const) : ('already-inside' as const);
/** Who is in a control group is a matter of these two alone: the same in every version, for every key and at every entry. */
export interface Whose {
  readonly journey: JourneyId;
  readonly person: PersonId;
}

/** Whoever is in it at a percentage is in it at every larger one. */
const isControl = ({ controlGroup }: Entry, { journey, person }: Whose): boolean =>
  controlGroup > 0 && chanceOf(`control:${journey}:${person}`) * 100 < controlGroup;

function again(
  { reentry }: Entry,
  at: Instant,
  { count, lastEnteredAt }: Passes,
  zone: string,
): Pick<Judgement & { is: 'refuse' }, 'reason' | 'read'> | undefined {
  if (count === 0 || reentry.policy === 'always') return undefined;
  if (reentry.policy === 'never') return { reason: 'entered-before', read: { passes: count } };
  if (reentry.policy === 'at-most')
    return count >= reentry.times ? { reason: 'too-often', read: { passes: count, times: reentry.times } } : undefined;
  const from = lastEnteredAt === null ? at : after(lastEnteredAt, reentry.gap, zone);
  return at < from ? { reason: 'too-soon', read: { from: toIso(from) } } : undefined;
}
