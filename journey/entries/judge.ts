import { chanceOf } from '../base/chance.ts';
import type { JourneyId, PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { jsonBytes } from '../base/json-bytes.ts';
import { CONTEXT_BYTES, MOST } from '../base/limits.ts';
import { cut, type Flaw } from '../base/refusal.ts';
import { evaluate, type Verdict } from '../conditions/condition.ts';
import { lookUp } from '../conditions/path.ts';
import { keyText } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { after, type Instant, toIso } from '../time/time.ts';
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
  | 'entry-too-large'
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

/** The entry key's text; '' where the entry has none; undefined where the event lacks it, and where it is too long to be one. */
export function entryKey(entry: Pick<Entry, 'key'>, event: Pick<JourneyEvent, 'properties'>): string | undefined {
  const key = keyIn(entry, event);
  return key !== undefined && key.length > MOST.entryKey ? undefined : key;
}

function keyIn(entry: Pick<Entry, 'key'>, { properties }: Pick<JourneyEvent, 'properties'>): string | undefined {
  if (entry.key === undefined) return '';
  const value = lookUp(entry.key, { profile: {}, context: {}, event: properties });
  return value === undefined || value === null || value === '' ? undefined : keyText(value);
}

/** Names an entry key that is too long to be one; undefined where it isn't. `path`: without `event.`. */
export function keyFlaw(entry: Pick<Entry, 'key'>, event: Pick<JourneyEvent, 'properties'>): Flaw | undefined {
  const key = keyIn(entry, event);
  if (key === undefined || key.length <= MOST.entryKey) return undefined;
  return {
    path: (entry.key ?? '').replace('event.', ''),
    message: `the entry key has ${key.length} characters, more than ${MOST.entryKey}`,
    fix: "send an ID that tells one user's instances apart, such as a cart ID",
  };
}

/** Nobody enters without a key, or with one that could not be stored; what is refused names it in short. */
function withoutKey(entry: Entry, event: JourneyEvent): Extract<Judgement, { readonly is: 'refuse' }> {
  const [path, key] = [entry.key ?? '', keyIn(entry, event)];
  if (key === undefined) return { is: 'refuse', key: '', reason: 'no-entry-key', read: { [path]: null } };
  const read = { [path]: cut(key), characters: key.length, most: MOST.entryKey };
  return { is: 'refuse', key: '', reason: 'entry-key-too-long', read };
}

/** The event that may let a user in, as it was accepted, and its entry key by `entryKey`. */
export interface EntryAttempt {
  readonly event: JourneyEvent;
  readonly key: string | undefined;
}

/** The user who would enter, as they are now. */
export interface Entrant {
  readonly person: PersonId;
  readonly profile: JsonObject;
  readonly segments: readonly string[];
  readonly passes: Passes;
}

/**
 * Judges whether an event lets a user in: the event as it was accepted, the profile as it is now (design.md §8).
 * Judges re-entry at the instant when the event was accepted.
 */
export function judgeEntry(
  entry: Entry,
  { event, key }: EntryAttempt,
  { person, profile, segments, passes }: Entrant,
  around: { readonly now: Instant; readonly zone: string },
  journey: JourneyId,
): Judgement {
  if (key === undefined) return withoutKey(entry, event);
  if (entry.type === 'schedule' && entry.segment !== undefined && !segments.includes(entry.segment))
    return { is: 'refuse', key, reason: 'not-in-segment', read: { segment: entry.segment } };
  if (entry.where) {
    const values = { profile, context: {}, event: event.properties, segments };
    const { holds, read } = evaluate(entry.where, values, around);
    if (!holds) return { is: 'refuse', key, reason: 'filter-not-met', read };
  }
  const bytes = jsonBytes({ entry: event.properties });
  if (bytes > CONTEXT_BYTES)
    return { is: 'refuse', key, reason: 'entry-too-large', read: { bytes, most: CONTEXT_BYTES } };
  if (passes.isLive) return { is: 'meet', key };
  const refusal = again(entry, event.at, passes, around.zone);
  if (refusal) return { is: 'refuse', key, ...refusal };
  return { is: isControl(entry, journey, person) ? 'control' : 'enter', key };
}

/** What becomes of an entry that meets a live instance, which has read it. */
export const metReason = ({ whileInside }: Pick<Entry, 'whileInside'>) =>
  whileInside ? ('delivered-to-live' as const) : ('already-inside' as const);

/**
 * Only the journey and the user decide who is in the control group: the answer is the same in every version, for every
 * key and at every entry. A user who is in the group at one percentage is in it at every larger one.
 */
const isControl = ({ controlGroup }: Entry, journey: JourneyId, person: PersonId): boolean =>
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
