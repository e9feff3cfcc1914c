import { InstanceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { withoutJourney } from '../../journey/entries/index.ts';
import { entryKey, type Judgement, judgeEntry, metReason } from '../../journey/entries/judge.ts';
import { zoneOf } from '../../journey/people/profile.ts';
import { after, type Instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import { newInstanceId } from '../base/ids.ts';
import { shareJourneys, takeLock } from '../base/locks.ts';
import type { Sql } from '../base/sql.ts';
import type { Candidate } from './candidate.ts';
import { takePlaces } from './capacity.ts';
import { contestAll, isByTime } from './contested.ts';
import { type Entering, type EntryOptions, letIn } from './let-in.ts';
import { readLastPositions } from './moment.ts';
import { type Refused, refusalOfLive, refuseEntries } from './refusals.ts';
import { type EntryStanding, explainNotRunning, readEntryStandings, takesEntries } from './standing.ts';

export type { EntryOptions } from './let-in.ts';

/** The result of an event that could let a user into a journey. */
export type Admission =
  | { readonly is: 'entered'; readonly instance: InstanceId }
  | { readonly is: 'control'; readonly instance: InstanceId }
  /** The user has a live instance. `isDelivered`: that instance gets the entry as an event. */
  | { readonly is: 'met'; readonly instance: InstanceId; readonly isDelivered: boolean }
  | Refused;

/**
 * Judges an entry and records the result once: the same event again finds its own instance or its refusal. An entry
 * that meets a live instance is stored, and judged by the decision that reads past it (design.md §8). Call it under the
 * person's lock.
 */
export async function admit(sql: Sql, now: Instant, candidate: Candidate, options: EntryOptions): Promise<Admission> {
  const [admission] = await admitAll(sql, now, [candidate], options);
  if (!admission) throw new Error('an entry was not judged');
  return admission;
}

/**
 * Like `admit`, for a page of entries in as few statements as for one. Reads the input of all judgements together,
 * judges each entry by itself, gives places in order, and writes the results together. Call it under the persons'
 * locks.
 *
 * @param candidates Of one version of a journey, with each person once, since judgements don't see each other.
 */
export async function admitAll(
  sql: Sql,
  now: Instant,
  candidates: readonly Candidate[],
  options: EntryOptions,
): Promise<readonly Admission[]> {
  const [first] = candidates;
  if (!first) return [];
  const { version } = first;
  const { workspace } = first.who;
  const journey = version.document.id;
  await takeLock(sql, shareJourneys(workspace, [journey])); // after a stop has been answered, no user enters
  const asked = candidates.map((candidate) => {
    const event = withoutJourney(candidate.event);
    return { candidate: { ...candidate, event }, key: entryKey(version.document.entry, event) };
  });
  const standings = await readEntryStandings(
    sql,
    workspace,
    journey,
    asked.map(({ candidate: { who, event }, key = '' }) => ({ person: who.person, key, position: event.position })),
  );
  const judged = standings.flatMap((standing, index): readonly Case[] => {
    const { candidate, key } = asked[index] ?? {};
    return candidate ? [{ candidate, standing, ruling: ruleOn(standing, candidate, key, now) }] : [];
  });
  const cases = await placeEntries(sql, version, judged);
  await refuseOrWait(sql, now, version, cases);
  await recordMeetings(sql, now, version, cases);
  await letIn(
    sql,
    now,
    version,
    cases.flatMap(({ ruling, ...each }) => (isLetIn(ruling) ? [{ ...each, ruling }] : [])),
    options,
  );
  return cases.map(({ ruling }) => admissionOf(ruling));
}

/** An entry with its ruling. */
interface Case {
  readonly candidate: Candidate;
  readonly standing: EntryStanding;
  readonly ruling: Ruling;
}

type Ruling =
  /** The entry was judged before, and gets the same answer. */
  | { readonly is: 'known'; readonly admission: Admission }
  | Entering['ruling']
  | { readonly is: 'meet'; readonly key: string; readonly live: InstanceId; readonly isDelivered: boolean }
  | Refused;

const isLetIn = (ruling: Ruling): ruling is Entering['ruling'] => ruling.is === 'enter' || ruling.is === 'control';

function admissionOf(ruling: Ruling): Admission {
  switch (ruling.is) {
    case 'known':
      return ruling.admission;
    case 'enter':
      return { is: 'entered', instance: ruling.instance };
    case 'control':
      return { is: 'control', instance: ruling.instance };
    case 'meet':
      return { is: 'met', instance: ruling.live, isDelivered: ruling.isDelivered };
    default:
      return ruling;
  }
}

function ruleOn(standing: EntryStanding, candidate: Candidate, key: string | undefined, now: Instant): Ruling {
  const { own, isOwnControl, refusal, live } = standing;
  if (own) return { is: 'known', admission: { is: isOwnControl ? 'control' : 'entered', instance: own } };
  if (refusal) return { is: 'known', admission: admissionOfRefusal(refusal) };
  const judgement = judgeCandidate(standing, candidate, key, now);
  if (judgement.is === 'refuse') return judgement;
  if (judgement.is !== 'meet') return { is: judgement.is, key: judgement.key, instance: newInstanceId() };
  if (live === null) throw new Error('an entry has met no live instance');
  const isDelivered = metReason(standing.liveEntry ?? {}) === 'delivered-to-live';
  return { is: 'meet', key: judgement.key, live, isDelivered };
}

function judgeCandidate(
  standing: EntryStanding,
  { who, version, event, dueAt = event.at, queue }: Candidate,
  key: string | undefined,
  now: Instant,
): Judgement {
  const { profile, passes: count, lastEnteredAt, live, segments } = standing;
  if (!takesEntries(standing, dueAt, queue === 'bulk'))
    return { is: 'refuse', key: key ?? '', reason: 'not-running', read: explainNotRunning(standing, dueAt) };
  const { entry, timeZone } = version.document;
  const passes = { count, lastEnteredAt, isLive: live !== null };
  const entrant = { person: who.person, profile, segments, passes };
  return judgeEntry(entry, { event, key }, entrant, { now, zone: zoneOf(profile, timeZone) }, version.document.id);
}

/**
 * Takes places for the entries that need one. Users of the control group take no place, but need a free one: otherwise
 * the two groups would differ.
 */
async function placeEntries(sql: Sql, version: Version, cases: readonly Case[]): Promise<readonly Case[]> {
  const workspace = cases[0]?.candidate.who.workspace;
  const asking = cases.flatMap((each) =>
    isLetIn(each.ruling)
      ? [
          {
            each,
            at: each.candidate.event.at,
            how: each.ruling.is === 'control' ? ('look' as const) : ('take' as const),
          },
        ]
      : [],
  );
  if (workspace === undefined || asking.length === 0) return cases;
  const placed = await takePlaces(sql, workspace, version, asking);
  const full = new Set(asking.filter((one) => !placed.has(one)).map(({ each }) => each));
  const read = { ...version.document.entry.capacity };
  return cases.map((each) =>
    full.has(each) && isLetIn(each.ruling)
      ? { ...each, ruling: { is: 'refuse', key: each.ruling.key, reason: 'capacity-reached', read } }
      : each,
  );
}

/** Records refusals. An entry with a grace period becomes a due row instead, since its filter may hold later. */
async function refuseOrWait(sql: Sql, now: Instant, version: Version, cases: readonly Case[]): Promise<void> {
  const refused = cases.flatMap(({ candidate, standing, ruling }) =>
    ruling.is === 'refuse' ? [{ candidate, refusal: ruling, until: graceEndOf(candidate, standing, ruling) }] : [],
  );
  await refuseEntries(
    sql,
    now,
    version,
    refused.filter(({ until }) => until === undefined || now > until),
  );
  await setGraceRows(
    sql,
    refused.flatMap(({ candidate, until }) => (until === undefined || now > until ? [] : [{ candidate, until }])),
  );
}

/**
 * Returns when the grace period ends. Undefined if there is none, for example because a caller waits for the answer.
 */
function graceEndOf(
  { version, event, graceUntil, onMeet }: Candidate,
  { profile }: EntryStanding,
  { reason }: Refused,
): Instant | undefined {
  if (reason !== 'filter-not-met' && (reason !== 'not-running' || graceUntil === undefined)) return undefined;
  const { entry, timeZone } = version.document;
  if (entry.grace === undefined || onMeet === 'refuse') return undefined;
  return graceUntil ?? after(event.at, entry.grace, zoneOf(profile, timeZone));
}

/**
 * Sets a due row until the end of each grace period. Changes of the user's profile judge the entry again before then
 * (store/entry/grace.ts).
 */
const setGraceRows = (sql: Sql, all: readonly { readonly candidate: Candidate; readonly until: Instant }[]) =>
  setDue(
    sql,
    all.map(({ candidate: { who, version, event }, until: at }) => {
      const { id: journey } = version.document;
      const ref = `${journey}/${who.person}/${event.position}`;
      return { ...who, kind: 'grace', ref, journey, at, data: { position: event.position } };
    }),
  );

/**
 * Stores entries that met a live instance until that instance has read past them. Refuses an entry if the instance has
 * read past it already, or if a caller waits for the answer.
 */
async function recordMeetings(sql: Sql, now: Instant, version: Version, cases: readonly Case[]): Promise<void> {
  const met = cases.flatMap(({ ruling, ...each }) => (ruling.is === 'meet' ? [{ ...each, ruling }] : []));
  if (met.length === 0) return;
  const ofMoments = met.flatMap(({ candidate }) => (candidate.beginsAt === undefined ? [] : [candidate]));
  const workspace = met[0]?.candidate.who.workspace;
  const last =
    workspace === undefined
      ? []
      : await readLastPositions(
          sql,
          workspace,
          ofMoments.map(({ who, event: { position, at } }) => ({ person: who.person, position, at })),
        );
  const readTo = new Map(ofMoments.map((candidate, index) => [candidate, last[index] ?? null]));
  const meetings = met.map((each) => {
    const { candidate, standing, ruling } = each;
    const readsTo = readTo.get(candidate) ?? null;
    const isOver = hasReadPast(standing, candidate, readsTo) || (candidate.onMeet === 'refuse' && !ruling.isDelivered);
    const refusal = refusalOfLive(ruling.live, ruling.key, standing.liveEntry ?? {});
    return { candidate, instance: ruling.live, readsTo, isOver, refusal };
  });
  await refuseEntries(
    sql,
    now,
    version,
    meetings.filter(({ isOver }) => isOver),
  );
  await contestAll(
    sql,
    version,
    meetings.filter(({ isOver }) => !isOver),
  );
}

/**
 * Returns whether the live instance has read everything before this entry, and nothing was due before it that could
 * have ended the instance.
 */
function hasReadPast(
  { liveReadTo, liveWakesAt }: EntryStanding,
  { event: { position, at }, graceUntil }: Candidate,
  readsTo: number | null,
) {
  if (liveReadTo === null || liveReadTo < (readsTo ?? position)) return false;
  const isLate = isByTime({ moment: at, graceUntil: graceUntil ?? null });
  return readsTo === null || liveWakesAt === null || liveWakesAt > at || (liveWakesAt === at && !isLate);
}

/** Returns the answer for an event that was refused before. It stays the same, whatever has changed since. */
function admissionOfRefusal(refusal: NonNullable<EntryStanding['refusal']>): Admission {
  const { instance } = refusal.read;
  const isDelivered = refusal.reason === 'delivered-to-live';
  return (refusal.reason === 'already-inside' || isDelivered) && typeof instance === 'string'
    ? { is: 'met', instance: InstanceId.parse(instance), isDelivered }
    : { is: 'refuse', ...refusal };
}
