import type { JourneyId, PersonId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { MAX_HOPS } from '../events/hops.ts';
import type { JourneyEvent } from '../events/input.ts';
import { type EntryOpening, isPausedAt, takesEntriesAt } from '../lifecycle/state.ts';
import { type DateSettings, surroundingsOf, zoneOf } from '../people/profile.ts';
import { after, type Instant, toIso } from '../time/time.ts';
import { type InactionEntry, qualifiesAt } from './inaction.ts';
import { type Entry, withoutJourney } from './index.ts';
import { entryKey, type Judgement, judgeEntry, metReason, type Passes, type RefusedEntry } from './judge.ts';

/** The parts of a journey's document that decide its entries. */
export interface EntryRules extends DateSettings {
  readonly id: JourneyId;
  readonly entry: Entry;
}

/** An event, or a moment of the user's own, that may let a user into a journey. */
export interface EntryAttempt {
  /** The event's instant is the instant of entry. */
  readonly event: JourneyEvent;
  /** Length of the chain of Sojourn's own events that led to this one. */
  readonly hops?: number;
  /**
   * For an entry at the user's own moment: position of the last event accepted before it. Later events concern the
   * instance.
   */
  readonly beginsAt?: number;
  /**
   * For an entry at the user's own moment: that moment, however late it is handled (design.md §7.15). It decides
   * whether the journey takes entries, so that a wait in a queue doesn't exclude a user.
   */
  readonly dueAt?: Instant;
  /** End of the grace period, if it is already fixed; otherwise the entry decides (design.md §5). */
  readonly graceUntil?: Instant;
  /**
   * `contest`: an entry that meets a live instance waits until that instance has read past it. `refuse`: it is refused,
   * since a caller waits for the answer.
   */
  readonly onMeet: 'contest' | 'refuse';
  /**
   * Task queue of the instance's workflow, `live` by default. Users in the `bulk` queue may have waited for a pause to
   * end.
   */
  readonly queue?: 'live' | 'bulk';
}

/** Everything about the user and the journey that decides an entry. The store and the virtual world both read it. */
export interface EntryFacts {
  readonly person: PersonId;
  /** A test user is in no control group. Default: false. */
  readonly isTest?: boolean;
  readonly profile: JsonObject;
  readonly segments: readonly string[];
  /** Earlier entries of this user with this entry key. */
  readonly passes: Omit<Passes, 'isLive'>;
  /**
   * The entry of the live instance's own version, which may differ from the judging one. Null without a live instance.
   */
  readonly liveEntry: Pick<Entry, 'whileInside'> | null;
  readonly opening: EntryOpening;
}

/** The decision about an entry, before capacity. */
export type AdmissionPlan =
  | Exclude<Judgement, { readonly type: 'meet' }>
  /** A live instance exists. If `isDelivered`, it gets the entry as an event. */
  | { readonly type: 'meet'; readonly key: string; readonly isDelivered: boolean }
  /** The entry is judged again whenever the user changes, at the latest at `until`. */
  | { readonly type: 'wait'; readonly key: string; readonly until: Instant };

/**
 * Decides an entry. Pure: callers read the facts, and then write the result.
 *
 * @param key From `entryKey`; undefined if the event has none.
 */
export function planAdmission(
  rules: EntryRules,
  attempt: EntryAttempt & { readonly key: string | undefined },
  facts: EntryFacts,
  now: Instant,
): AdmissionPlan {
  const { entry, id } = rules;
  const { event, key, dueAt = event.at, queue } = attempt;
  const judgement =
    refuseByHops(attempt) ??
    refuseClosed(facts, attempt, dueAt, queue === 'bulk') ??
    judgeEntry(entry, { event, key }, entrantOf(facts), surroundingsOf(facts.profile, rules, now), id);
  if (judgement.type === 'meet')
    return { ...judgement, isDelivered: metReason(facts.liveEntry ?? {}) === 'delivered-to-live' };
  if (judgement.type !== 'refuse') return judgement;
  const until = graceEndOf(rules, attempt, facts, judgement);
  return until === undefined || now > until ? judgement : { type: 'wait', key: judgement.key, until };
}

/** The decision about the first event of an `inaction` entry. */
export type QualifyingPlan =
  | RefusedEntry
  /** The user enters at `until` unless they act before. */
  | { readonly type: 'wait'; readonly key: string; readonly until: Instant };

/**
 * Decides whether the first event of an `inaction` entry begins a waiting time. Earlier entries count only at its end.
 */
export function planQualifying(
  rules: EntryRules,
  entry: InactionEntry,
  attempt: EntryAttempt & { readonly key: string | undefined },
  facts: EntryFacts,
  now: Instant,
): QualifyingPlan {
  const { event, key } = attempt;
  const around = surroundingsOf(facts.profile, rules, now);
  const entrant = { ...entrantOf(facts), passes: { count: 0, lastEnteredAt: null, isLive: false } };
  const judgement =
    refuseByHops(attempt) ??
    refuseClosed(facts, attempt, event.at) ??
    judgeEntry(entry, { event, key }, entrant, around, rules.id);
  if (judgement.type === 'refuse') return judgement;
  return { type: 'wait', key: judgement.key, until: qualifiesAt(entry, event.at, around.zone) };
}

/** Returns the attempt as its journey's entry reads it, with its entry key. */
export function keyAttempt<Attempt extends EntryAttempt>(
  { entry }: EntryRules,
  attempt: Attempt,
): Attempt & { readonly key: string | undefined } {
  const event = withoutJourney(attempt.event);
  return { ...attempt, event, key: entryKey(entry, event) };
}

/** The refusal of an entry for which the journey has no place left. */
export const refuseFull = ({ entry }: EntryRules, key: string): RefusedEntry => ({
  type: 'refuse',
  key,
  reason: 'capacity-reached',
  read: { ...entry.capacity },
});

const entrantOf = ({ person, isTest = false, profile, segments, passes, liveEntry }: EntryFacts) => ({
  person,
  isTest,
  profile,
  segments,
  passes: { ...passes, isLive: liveEntry !== null },
});

const refuseByHops = ({ hops = 0, key = '' }: EntryAttempt & { readonly key: string | undefined }) =>
  hops >= MAX_HOPS ? refusal(key, 'too-many-hops', { hops }) : undefined;

const refuseClosed = (
  { opening }: EntryFacts,
  { key = '' }: { readonly key: string | undefined },
  at: Instant,
  hasWaited = false,
) =>
  takesEntriesAt(opening, at, hasWaited) ? undefined : refusal(key, 'not-running', explainClosedEntry(opening, at));

/** Returns why a journey takes no entry at this instant, for the refusal. */
const explainClosedEntry = (
  { state, pauses, entryFrom, entryUntil }: EntryOpening,
  at: Instant,
): Readonly<Record<string, string>> => {
  if (entryFrom !== null && at < entryFrom) return { state: 'scheduled', opens: toIso(entryFrom) };
  if (isPausedAt(pauses, at)) return { state: 'paused' };
  return entryUntil !== null && entryUntil <= at ? { state, closed: toIso(entryUntil) } : { state };
};

const refusal = (key: string, reason: RefusedEntry['reason'], read: JsonObject): RefusedEntry => ({
  type: 'refuse',
  key,
  reason,
  read,
});

/**
 * Returns when the grace period of a refused entry ends. Undefined if there is none, or a caller waits for the answer.
 */
function graceEndOf(
  { entry, timeZone }: EntryRules,
  { event, graceUntil, onMeet }: EntryAttempt,
  { profile }: EntryFacts,
  { reason }: RefusedEntry,
): Instant | undefined {
  if (reason !== 'filter-not-met' && (reason !== 'not-running' || graceUntil === undefined)) return undefined;
  if (entry.grace === undefined || onMeet === 'refuse') return undefined;
  return graceUntil ?? after(event.at, entry.grace, zoneOf(profile, timeZone));
}
