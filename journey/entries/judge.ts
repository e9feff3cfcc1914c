import { chanceOf } from '../base/chance.ts';
import type { JourneyId, PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { jsonBytes } from '../base/json-bytes.ts';
import { CONTEXT_BYTES, MOST } from '../base/limits.ts';
import { cut, type Flaw } from '../base/refusal.ts';
import { evaluate, type Surroundings, type Verdict } from '../conditions/condition.ts';
import { lookUp } from '../conditions/path.ts';
import { keyText } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { after, type Instant, toIso } from '../time/time.ts';
import type { Entry } from './index.ts';

/** Earlier entries of this user with this entry key. */
export interface Passes {
  readonly count: number;
  readonly lastEnteredAt: Instant | null;
  readonly isLive: boolean;
}

/**
 * The result of judging an entry. `meet` means that a live instance exists. Whether it is still live after reading this
 * event is known only to its own decision (design.md §8).
 */
export type Judgement =
  | { readonly type: 'enter'; readonly key: string }
  | { readonly type: 'meet'; readonly key: string }
  /** The user qualifies but is in the control group, which receives no messages. */
  | { readonly type: 'control'; readonly key: string }
  | RefusedEntry;

export interface RefusedEntry {
  readonly type: 'refuse';
  /** The entry key; '' if the entry has none or its key can't be stored. */
  readonly key: string;
  readonly reason: EntryRefusal;
  /** Values that the judgement read. Operators see them as the reason. */
  readonly read: Verdict['read'];
}

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

/**
 * Returns the entry key as a text, or '' if the entry has none. Undefined if the event lacks it, or if it is too long.
 */
export function entryKey(entry: Pick<Entry, 'key'>, event: Pick<JourneyEvent, 'properties'>): string | undefined {
  const key = keyIn(entry, event);
  return key !== undefined && key.length > MOST.entryKey ? undefined : key;
}

function keyIn(entry: Pick<Entry, 'key'>, { properties }: Pick<JourneyEvent, 'properties'>): string | undefined {
  if (entry.key === undefined) return '';
  const value = lookUp(entry.key, { profile: {}, context: {}, event: properties });
  return value === undefined || value === null || value === '' ? undefined : keyText(value);
}

/** Returns the problem of an entry key that is too long; undefined if it isn't. `path` omits `event.`. */
export function keyFlaw(entry: Pick<Entry, 'key'>, event: Pick<JourneyEvent, 'properties'>): Flaw | undefined {
  const key = keyIn(entry, event);
  if (key === undefined || key.length <= MOST.entryKey) return undefined;
  return {
    path: (entry.key ?? '').replace('event.', ''),
    message: `the entry key has ${key.length} characters, more than ${MOST.entryKey}`,
    fix: "send an ID that tells one user's instances apart, such as a cart ID",
  };
}

/** Refuses an entry without a key, or with one that is too long to store. */
function refuseWithoutKey(entry: Entry, event: JourneyEvent): RefusedEntry {
  const [path, key] = [entry.key ?? '', keyIn(entry, event)];
  if (key === undefined) return { type: 'refuse', key: '', reason: 'no-entry-key', read: { [path]: null } };
  const read = { [path]: cut(key), characters: key.length, most: MOST.entryKey };
  return { type: 'refuse', key: '', reason: 'entry-key-too-long', read };
}

/** The event that may enter a user, as accepted, and its entry key from `entryKey`. */
interface KeyedEvent {
  readonly event: JourneyEvent;
  readonly key: string | undefined;
}

/** The user who would enter, with the current profile. */
export interface Entrant {
  readonly person: PersonId;
  /** A test user is in no control group. Default: false. */
  readonly isTest?: boolean;
  readonly profile: JsonObject;
  readonly segments: readonly string[];
  readonly passes: Passes;
}

/**
 * Judges whether an event enters a user, by the event as accepted and the current profile (design.md §8). Re-entry is
 * judged at the instant when the event was accepted.
 */
export function judgeEntry(
  entry: Entry,
  { event, key }: KeyedEvent,
  { person, isTest, profile, segments, passes }: Entrant,
  around: Surroundings,
  journey: JourneyId,
): Judgement {
  if (key === undefined) return refuseWithoutKey(entry, event);
  if (entry.type === 'schedule' && entry.segment !== undefined && !segments.includes(entry.segment))
    return { type: 'refuse', key, reason: 'not-in-segment', read: { segment: entry.segment } };
  if (entry.where) {
    const values = { profile, context: {}, event: event.properties, segments };
    const { holds, read } = evaluate(entry.where, values, around);
    if (!holds) return { type: 'refuse', key, reason: 'filter-not-met', read };
  }
  const bytes = jsonBytes({ entry: event.properties });
  if (bytes > CONTEXT_BYTES)
    return { type: 'refuse', key, reason: 'entry-too-large', read: { bytes, most: CONTEXT_BYTES } };
  if (passes.isLive) return { type: 'meet', key };
  const refusal = refuseReentry(entry, event.at, passes, around.zone);
  if (refusal) return { type: 'refuse', key, ...refusal };
  return { type: !isTest && isControl(entry, journey, person) ? 'control' : 'enter', key };
}

/** Returns the recorded reason for an entry that met a live instance, after that instance has read it. */
export const metReason = ({ whileInside }: Pick<Entry, 'whileInside'>) =>
  whileInside ? ('delivered-to-live' as const) : ('already-inside' as const);

/**
 * Returns whether a user is in the control group. Depends only on the journey and the user, so it is the same in every
 * version, for every key and at every entry. A user in the group at one percentage is in it at every larger one.
 */
const isControl = ({ controlGroup }: Entry, journey: JourneyId, person: PersonId): boolean =>
  controlGroup > 0 && chanceOf(`control:${journey}:${person}`) * 100 < controlGroup;

function refuseReentry(
  { reentry }: Entry,
  at: Instant,
  { count, lastEnteredAt }: Passes,
  zone: string,
): Pick<Judgement & { type: 'refuse' }, 'reason' | 'read'> | undefined {
  if (count === 0 || reentry.policy === 'always') return undefined;
  if (reentry.policy === 'never') return { reason: 'entered-before', read: { passes: count } };
  if (reentry.policy === 'at-most')
    return count >= reentry.times ? { reason: 'too-often', read: { passes: count, times: reentry.times } } : undefined;
  const from = lastEnteredAt === null ? at : after(lastEnteredAt, reentry.gap, zone);
  return at < from ? { reason: 'too-soon', read: { from: toIso(from) } } : undefined;
}
