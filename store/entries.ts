import { holdingAtEntry } from '../journey/engine/condition-rules.ts';
import type { Version } from '../journey/engine/version.ts';
import { asEntry } from '../journey/entries/index.ts';
import { entryKey, type Judgement, judge, metReason } from '../journey/entries/judge.ts';
import { InstanceId } from '../journey/ids.ts';
import type { JourneyEvent } from '../journey/input.ts';
import { zoneOf } from '../journey/profile.ts';
import { after, type Instant } from '../journey/time.ts';
import { openWindows } from './after-end.ts';
import type { Candidate } from './candidate.ts';
import { hasPlace } from './capacity.ts';
import { contest, isByTime } from './contested.ts';
import { count } from './counts.ts';
import { setDue } from './due-rows.ts';
import { lastBy } from './entry-moment.ts';
import { newInstanceId } from './ids.ts';
import { shareJourneys, takeLock } from './locks.ts';
import { insertInstance } from './new-instance.ts';
import { metAlive, type Refused, refuseEntry } from './refusals.ts';
import { openAgain } from './running.ts';
import type { Sql } from './sql.ts';
import { notRunning, type Standing, standingOf, takesEntries } from './standing.ts';
import { workflowIdOf } from './workflow-id.ts';

export interface EntryOptions {
  /** Show user ids in workflow ids even where they look like addresses. */
  readonly plainUserIds: boolean;
}

/** What became of one event that could let one person into one journey. */
export type Admission =
  | { readonly is: 'entered'; readonly instance: InstanceId }
  | { readonly is: 'control'; readonly instance: InstanceId }
  /** `isDelivered`: it goes to the live one as an event. */
  | { readonly is: 'met'; readonly instance: InstanceId; readonly isDelivered: boolean }
  | Refused;

/**
 * Judges an entry and records what came of it, once: the same event again finds its own instance or its refusal. One that meets a live
 * instance is kept, and judged by the decision that reads past it (design.md §8). Called under the person's lock.
 */
export async function admit(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  { plainUserIds }: EntryOptions,
): Promise<Admission> {
  const { who, version } = candidate;
  const event = asEntry(candidate.event);
  const { entry, id: journey } = version.document;
  const key = entryKey(entry, event);
  await takeLock(sql, shareJourneys(who.workspace, [journey])); // when a stop has been answered, nobody comes in behind it
  const standing = await standingOf(sql, who, journey, key ?? '', event.position);
  if (standing.own) return { is: standing.isOwnControl ? 'control' : 'entered', instance: standing.own };
  if (standing.refusal) return asBefore(standing.refusal);
  const { live } = standing;
  const judgement = judgementOf(standing, { ...candidate, event }, key, now);
  const zone = zoneOf(standing.profile, version.document.timeZone);
  if (judgement.is === 'refuse') return refused(sql, now, candidate, judgement, zone);
  if (judgement.is === 'meet' && live) return meet(sql, now, candidate, standing, live, judgement.key);
  // Those of the control group take nobody's place, but come in only while there is one: else the two would not be alike.
  if (await hasPlace(sql, who.workspace, version, event.at, judgement.is === 'control' ? 'look' : 'take'))
    return letIn(sql, now, { ...candidate, event }, standing, judgement, { plainUserIds });
  return refused(sql, now, candidate, full(entry, judgement.key), zone);
}

/** A filter that does not hold may hold later: it stays a row until then. */
async function refused(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  refusal: Refused,
  zone: string,
): Promise<Admission> {
  const isRetried =
    refusal.reason === 'filter-not-met' || (refusal.reason === 'not-running' && candidate.graceUntil !== undefined);
  const until = isRetried ? graceOf(candidate, zone) : undefined;
  if (until === undefined || now > until) await refuseEntry(sql, now, candidate, refusal);
  else await tryAgainUntil(sql, candidate, until);
  return refusal;
}

const full = ({ capacity }: Version['document']['entry'], key: string): Refused => ({
  is: 'refuse',
  key,
  reason: 'capacity-reached',
  read: { ...capacity },
});

async function letIn(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  { userId, profile, segments, secret, passes, hasClosed }: Standing,
  { is, key }: Judgement,
  { plainUserIds }: EntryOptions,
): Promise<Admission> {
  const { who, version, event } = candidate;
  const { workspace, person } = who;
  const { id: journey, timeZone } = version.document;
  const context = { entry: event.properties };
  const instance = newInstanceId();
  const holding = holdingAtEntry(version, { profile, context, segments }, { now, zone: zoneOf(profile, timeZone) });
  const made = { instance, key, pass: passes + 1, userId, context, holding };
  const counted = (measure: string) =>
    count(sql, { workspace, journey, version: version.number, enteredAt: event.at }, [
      { node: '', measure: 'qualified' },
      { node: '', measure },
    ]);
  if (is === 'control') {
    await insertInstance(sql, candidate, made, null);
    await counted('control');
    await openWindows(sql, now, who, version, [instance]);
    return { is, instance };
  }
  const named = (shown: string) =>
    workflowIdOf({ workspace, journey, userId: shown, key, pass: made.pass, secret, plain: plainUserIds });
  if (hasClosed) await openAgain(sql, who, journey);
  const isMade = await insertInstance(sql, candidate, made, named(userId));
  // Somebody anonymous may be called what a user is called: the second of them carries the person's own id.
  if (!isMade) await insertInstance(sql, candidate, made, named(`${userId}~${person}`));
  await counted('entered');
  return { is: 'entered', instance };
}

function judgementOf(
  standing: Standing,
  { who, version, event, dueAt = event.at, queue }: Candidate,
  key: string | undefined,
  now: Instant,
): Judgement {
  const { profile, passes: count, lastEnteredAt, live, segments } = standing;
  if (!takesEntries(standing, dueAt, queue === 'bulk'))
    return { is: 'refuse', key: key ?? '', reason: 'not-running', read: notRunning(standing, dueAt) };
  const { entry, timeZone } = version.document;
  const around = { now, zone: zoneOf(profile, timeZone), segments };
  const before = { count, lastEnteredAt, isLive: live !== null };
  return judge(entry, event, key, profile, before, around, { journey: version.document.id, person: who.person });
}

/** Undefined where there is none, and where somebody waits for the answer. */
function graceOf({ version, event, graceUntil, onMeet }: Candidate, zone: string): Instant | undefined {
  const { grace } = version.document.entry;
  if (grace === undefined || onMeet === 'refuse') return undefined;
  return graceUntil ?? after(event.at, grace, zone);
}

/** A row until then: whatever changes about the person, it is judged once more (store/grace.ts). */
const tryAgainUntil = (sql: Sql, { who, version, event }: Candidate, at: Instant) => {
  const { id: journey } = version.document;
  const ref = `${journey}/${who.person}/${event.position}`;
  return setDue(sql, [{ ...who, kind: 'grace', ref, journey, at, data: { position: event.position } }]);
};

/** Kept until the live instance has read past it; refused at once where it has, or where somebody waits for the answer. */
async function meet(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  standing: Standing,
  live: InstanceId,
  key: string,
): Promise<Admission> {
  const { who, event, beginsAt, onMeet } = candidate;
  const terms = standing.liveEntry ?? {};
  const isDelivered = metReason(terms) === 'delivered-to-live';
  const readsTo = beginsAt === undefined ? null : await lastBy(sql, who, event.position, event.at);
  const isLate = isByTime({ moment: event.at, graceUntil: candidate.graceUntil ?? null });
  if (hasPassed(standing, event, readsTo, isLate) || (onMeet === 'refuse' && !isDelivered))
    await refuseEntry(sql, now, candidate, metAlive(live, key, terms));
  else await contest(sql, live, candidate, readsTo);
  return { is: 'met', instance: live, isDelivered };
}

/** The live one has read all that came before this entry, and nothing was due before it that could have ended it. */
function hasPassed(
  { liveReadTo, liveWakesAt }: Standing,
  { position, at }: JourneyEvent,
  readsTo: number | null,
  isLate: boolean,
) {
  if (liveReadTo === null || liveReadTo < (readsTo ?? position)) return false;
  return readsTo === null || liveWakesAt === null || liveWakesAt > at || (liveWakesAt === at && !isLate);
}

/** A refusal stands, whatever has changed since: the same event again is answered as it was. */
function asBefore(refusal: NonNullable<Standing['refusal']>): Admission {
  const { instance } = refusal.read;
  const isDelivered = refusal.reason === 'delivered-to-live';
  return (refusal.reason === 'already-inside' || isDelivered) && typeof instance === 'string'
    ? { is: 'met', instance: InstanceId.parse(instance), isDelivered }
    : { is: 'refuse', ...refusal };
}
