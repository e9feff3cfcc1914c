import { assertNever } from '../../journey/base/assert-never.ts';
import { InstanceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { type AdmissionPlan, keyAttempt, planAdmission, refuseFull } from '../../journey/entries/admit.ts';
import type { RefusedEntry } from '../../journey/entries/judge.ts';
import { hasReadPast } from '../../journey/entries/meeting.ts';
import type { Instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import { newInstanceId } from '../base/ids.ts';
import { shareJourneys, takeLock } from '../base/locks.ts';
import type { Sql } from '../base/sql.ts';
import type { Candidate } from './candidate.ts';
import { takePlaces } from './capacity.ts';
import { contestAll } from './contested.ts';
import { type Entering, type EntryOptions, letIn } from './let-in.ts';
import { readLastPositions } from './moment.ts';
import { refusalOfLive, refuseEntries } from './refusals.ts';
import { type EntryStanding, factsOf, readEntryStandings } from './standing.ts';

export type { EntryOptions } from './let-in.ts';

/** The result of an event that could let a user into a journey. */
export type Admission =
  | { readonly type: 'entered'; readonly instance: InstanceId }
  | { readonly type: 'control'; readonly instance: InstanceId }
  /** The user has a live instance. `isDelivered`: that instance gets the entry as an event. */
  | { readonly type: 'met'; readonly instance: InstanceId; readonly isDelivered: boolean }
  /** The entry is in its grace period, and is judged again when the user changes. */
  | { readonly type: 'waits'; readonly until: Instant }
  | RefusedEntry;

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
  const asked = candidates.map((candidate) => keyAttempt(version.document, candidate));
  const standings = await readEntryStandings(
    sql,
    workspace,
    journey,
    asked.map(({ who, event, key = '' }) => ({ person: who.person, key, position: event.position })),
  );
  const judged = standings.flatMap((standing, index): readonly Case[] => {
    const candidate = asked[index];
    return candidate ? [{ candidate, standing, ruling: ruleOn(standing, candidate, now) }] : [];
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

/** The plan of an entry, with the instances that it concerns. */
type Ruling =
  /** The entry was judged before, and gets the same answer. */
  | { readonly type: 'known'; readonly admission: Admission }
  | Entering['ruling']
  | (Extract<AdmissionPlan, { readonly type: 'meet' }> & { readonly live: InstanceId })
  | Extract<AdmissionPlan, { readonly type: 'refuse' | 'wait' }>;

const isLetIn = (ruling: Ruling): ruling is Entering['ruling'] => ruling.type === 'enter' || ruling.type === 'control';

function admissionOf(ruling: Ruling): Admission {
  switch (ruling.type) {
    case 'known':
      return ruling.admission;
    case 'enter':
      return { type: 'entered', instance: ruling.instance };
    case 'control':
      return { type: 'control', instance: ruling.instance };
    case 'meet':
      return { type: 'met', instance: ruling.live, isDelivered: ruling.isDelivered };
    case 'wait':
      return { type: 'waits', until: ruling.until };
    case 'refuse':
      return ruling;
    default:
      return assertNever(ruling);
  }
}

function ruleOn(
  standing: EntryStanding,
  candidate: Candidate & { readonly key: string | undefined },
  now: Instant,
): Ruling {
  const { own, isOwnControl, refusal, live } = standing;
  if (own) return { type: 'known', admission: { type: isOwnControl ? 'control' : 'entered', instance: own } };
  if (refusal) return { type: 'known', admission: admissionOfRefusal(refusal) };
  const plan = planAdmission(candidate.version.document, candidate, factsOf(candidate.who.person, standing), now);
  switch (plan.type) {
    case 'enter':
    case 'control':
      return { ...plan, instance: newInstanceId() };
    case 'meet':
      if (live === null) throw new Error('an entry has met no live instance');
      return { ...plan, live };
    case 'refuse':
    case 'wait':
      return plan;
    default:
      return assertNever(plan);
  }
}

/**
 * Takes places for the entries that need one. Users of the control group take no place, but need a free one: otherwise
 * the two groups would differ.
 */
async function placeEntries(sql: Sql, version: Version, cases: readonly Case[]): Promise<readonly Case[]> {
  const workspace = cases[0]?.candidate.who.workspace;
  const asking = cases.flatMap((each) =>
    isLetIn(each.ruling) && !each.standing.isTest // test users take no place
      ? [
          {
            each,
            at: each.candidate.event.at,
            how: each.ruling.type === 'control' ? ('look' as const) : ('take' as const),
          },
        ]
      : [],
  );
  if (workspace === undefined || asking.length === 0) return cases;
  const placed = await takePlaces(sql, workspace, version, asking);
  const full = new Set(asking.filter((one) => !placed.has(one)).map(({ each }) => each));
  return cases.map((each) =>
    full.has(each) && isLetIn(each.ruling) ? { ...each, ruling: refuseFull(version.document, each.ruling.key) } : each,
  );
}

/** Records refusals, and sets a due row for each entry in its grace period, since its filter may match later. */
async function refuseOrWait(sql: Sql, now: Instant, version: Version, cases: readonly Case[]): Promise<void> {
  await refuseEntries(
    sql,
    now,
    version,
    cases.flatMap(({ candidate, ruling }) => (ruling.type === 'refuse' ? [{ candidate, refusal: ruling }] : [])),
  );
  await setGraceRows(
    sql,
    cases.flatMap(({ candidate, ruling }) => (ruling.type === 'wait' ? [{ candidate, until: ruling.until }] : [])),
  );
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
  const met = cases.flatMap(({ ruling, ...each }) => (ruling.type === 'meet' ? [{ ...each, ruling }] : []));
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
    const { event, graceUntil = null } = candidate;
    const readsTo = readTo.get(candidate) ?? null;
    const progress = { readTo: standing.liveReadTo, wakesAt: standing.liveWakesAt };
    const met = { event, moment: readsTo === null ? null : event.at, readsTo, graceUntil };
    const isOver = hasReadPast(progress, met) || (candidate.onMeet === 'refuse' && !ruling.isDelivered);
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

/** Returns the answer for an event that was refused before. It stays the same, whatever has changed since. */
function admissionOfRefusal(refusal: NonNullable<EntryStanding['refusal']>): Admission {
  const { instance } = refusal.read;
  const isDelivered = refusal.reason === 'delivered-to-live';
  return (refusal.reason === 'already-inside' || isDelivered) && typeof instance === 'string'
    ? { type: 'met', instance: InstanceId.parse(instance), isDelivered }
    : { type: 'refuse', ...refusal };
}
