import { isBug } from '../journey/base/document-fault.ts';
import type { JourneyId, PersonRef, WorkspaceId } from '../journey/base/ids.ts';
import { messageOf } from '../journey/base/message-of.ts';
import { canMove, isEntryEvent, momentsOf } from '../journey/entries/index.ts';
import { ENTER_EVENT, PROFILE_CHANGED } from '../journey/events/own-events.ts';
import { changedBy } from '../journey/segments/mentions.ts';
import type { Instant } from '../journey/time/time.ts';
import { shareJourneys, takeLock } from '../store/base/locks.ts';
import { atCommit, type Sql } from '../store/base/sql.ts';
import { admit, type EntryOptions } from '../store/entry/admit.ts';
import type { Candidate } from '../store/entry/candidate.ts';
import { rescheduleDate } from '../store/entry/dates.ts';
import { findJourneysInGrace, judgeInGrace } from '../store/entry/grace.ts';
import { beginQualifying } from '../store/entry/qualifying.ts';
import { findWindowsMetBy, updateWindows } from '../store/goals/after-end.ts';
import {
  type Announced,
  type Enterable,
  findJourneysEnteredBy,
  type Page,
  readPage,
  retryEvent,
  setEventAside,
  type Unjudged,
} from '../store/outbox/announced.ts';
import type { Claim } from '../store/outbox/claims.ts';
import { findReachable } from '../store/outbox/reachable.ts';
import { updateMemberships } from '../store/segments/update-memberships.ts';
import { countConversions } from './conversions.ts';
import type { Failed, Judging, UnderLock } from './judging.ts';
import { isLasting } from './lasting.ts';
import { type Plan, planFor } from './plan.ts';
import type { ForwarderPorts } from './ports.ts';
import { logSegmentFaults } from './segment-faults.ts';

/** Attempts at one event before it is set aside. */
const MAX_ATTEMPTS = 8;

/**
 * Judges the entries of a page of events under the user's lock, and returns which instances to notify. A journey that
 * can't judge an event doesn't block others: the event is retried alone, and then set aside. If a bug is the reason, it
 * is retried until the bug is fixed. Returns undefined if the claim has been taken over.
 */
export async function judgeClaim(ports: ForwarderPorts, claim: Claim): Promise<Plan | undefined> {
  const faulty = new Map<JourneyId, unknown>();
  for (;;) {
    const at: Judging = { faulty };
    try {
      const plan = await ports.store.person(claim, (sql, now) => judgePage(ports, claim, at, sql, now));
      return await plan?.();
    } catch (cause) {
      if (at.journey === undefined || !(isLasting(cause) || isBug(cause))) throw cause;
      faulty.set(at.journey, cause);
    }
  }
}

async function judgePage(
  ports: ForwarderPorts,
  claim: Claim,
  at: Judging,
  sql: Sql,
  now: Instant,
): Promise<(() => Promise<Plan>) | undefined> {
  const page = await pageWithMemberships(ports, sql, claim, now);
  if (!page) return undefined;
  const { events } = page;
  const names = [...new Set(events.map(({ name }) => name))];
  const asked = events.flatMap((event) => (isAsked(event) ? [String(event.properties.$journey)] : []));
  const [journeys, ended] = await Promise.all([
    names.length === 0 ? [] : findJourneysEnteredBy(sql, claim.workspace, names, asked),
    // windows that open below: `openWindows` checks all events itself
    findWindowsMetBy(sql, claim, [...new Set(events.flatMap(changedBy))]),
  ]);
  const unjudged = new Map<number, Failed>();
  const entering = pairWithJourneys(events, journeys);
  const graced = changesIn(events).length === 0 ? [] : await findJourneysInGrace(sql, claim);
  const admitting = [...entering.map(({ entry }) => entry.journey), ...graced];
  // all at once, in lock order
  if (admitting.length > 0) await takeLock(sql, shareJourneys(claim.workspace, admitting));
  for (const { event, entry } of entering) {
    const { journey } = entry;
    const fault = at.faulty.get(journey);
    if (fault !== undefined) unjudged.set(event.position, { event, journey, fault });
    else await judgeEntry({ sql, now }, ports, { who: claim, at, entry }, event);
  }
  await lookAfterEnded({ sql, now }, ports, claim.workspace, at, ended);
  for (const failed of failedBy(at, events)) unjudged.set(failed.event.position, failed);
  at.journey = undefined;
  for (const failed of await judgeChanges({ sql, now }, ports, { who: claim, at }, events))
    unjudged.set(failed.event.position, failed);
  await countConversions({ sql, now }, ports, { who: claim, at, unjudged }, events);
  for (const each of unjudged.values()) await giveUpOrTryAgain(ports, claim, each, sql);

  const again = events.flatMap(({ attempts, position }) =>
    attempts === null || unjudged.has(position) ? [] : [position],
  );
  const reading = findReachable(sql, [{ ...page, workspace: claim.workspace, person: claim.person }]);
  await atCommit(sql, reading);
  return async () => {
    const [reachable = []] = await reading;
    return planFor({ ...page, names }, reachable, again);
  };
}

/**
 * Reads a page of events, including the membership events that they cause. The page ends where memberships are not up
 * to date yet.
 */
async function pageWithMemberships(
  { log }: ForwarderPorts,
  sql: Sql,
  claim: Claim,
  now: Instant,
): Promise<Page | undefined> {
  const page = await readPage(sql, claim);
  if (!page?.hasSegments) return page;
  const update = await updateMemberships(sql, now, claim);
  logSegmentFaults(log, claim, update);
  const { hasAnnounced, hasMore, to } = update;
  return hasAnnounced || (hasMore && to < page.to) ? readPage(sql, claim, hasMore ? to : undefined) : page;
}

/**
 * Returns whether a node asks for an entry by name. Entries that a service asks for have been judged by the API call.
 */
const isAsked = ({ name, hops }: Announced): boolean => name === ENTER_EVENT && hops > 0;

/** Returns the pairs of events and journeys that the events may enter. */
const pairWithJourneys = (events: readonly Announced[], journeys: readonly Enterable[]) =>
  events.flatMap((event) => {
    if (event.name === ENTER_EVENT && !isAsked(event)) return [];
    return journeys.filter((entry) => isEntryEvent(entry, event)).map((entry) => ({ event, entry }));
  });

/**
 * Counts goals that users meet after their instance has ended. An unreadable version doesn't keep others from being
 * counted. If a bug prevents counting, the events are retried.
 */
async function lookAfterEnded(
  { sql, now }: UnderLock,
  { versions }: ForwarderPorts,
  workspace: WorkspaceId,
  at: Judging,
  ended: readonly string[],
): Promise<void> {
  if (ended.length === 0) return;
  await updateWindows(
    sql,
    now,
    workspace,
    async (journey, version) => {
      const fault = at.faulty.get(journey);
      if (isBug(fault)) at.missed = { journey, fault };
      if (fault !== undefined) return undefined;
      at.journey = journey;
      return versions.get(workspace, journey, version, sql);
    },
    ended,
  );
}

async function judgeEntry(
  { sql, now }: UnderLock,
  { versions, entries }: ForwarderPorts,
  { who, at, entry: { journey, version: number } }: { who: PersonRef; at: Judging; entry: Enterable },
  { hops, name, at: acceptedAt, position, properties }: Announced,
): Promise<void> {
  at.journey = journey;
  const version = await versions.get(who.workspace, journey, number, sql);
  const event = { name, at: acceptedAt, position, properties };
  await begin(sql, now, { who, version, event, hops, onMeet: 'contest' }, entries);
}

/** Admits the user, or starts what may admit them later. */
async function begin(sql: Sql, now: Instant, candidate: Candidate, options: EntryOptions): Promise<void> {
  const { document: settings } = candidate.version;
  const { entry, id: journey } = settings;
  const { event, who } = candidate;
  const moments = momentsOf(entry);
  if (moments && event.name === PROFILE_CHANGED) {
    if (canMove(moments, event.properties)) await rescheduleDate(sql, who, { journey, moments, settings }, event);
  } else if (entry.type === 'inaction' && candidate.event.name === entry.event)
    await beginQualifying(sql, now, candidate, entry);
  else await admit(sql, now, candidate, options);
}

/** Returns the events whose goals after the end of an instance a bug has kept from being counted. */
const failedBy = ({ missed }: Judging, events: readonly Announced[]): readonly Failed[] =>
  missed === undefined ? [] : events.map((event) => ({ event, ...missed }));

/**
 * Judges entries in their grace period again after changes that their filters can read. Returns the events that failed.
 */
async function judgeChanges(
  { sql, now }: UnderLock,
  ports: ForwarderPorts,
  { who, at }: { who: PersonRef; at: Judging },
  events: readonly Announced[],
): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  for (const event of changesIn(events))
    for (const journey of await judgeInGrace(sql, now, who, event, { ...ports, blame: at }))
      failed.push({ event, journey, fault: at.faulty.get(journey) });
  return failed;
}

const changesIn = (events: readonly Announced[]) => events.filter(({ name }) => /^\$(profile|segment)\./.test(name));

const backOff = (attempts: number, mostMs: number): number => Math.min(mostMs, 200 * 2 ** attempts);

async function giveUpOrTryAgain(
  { log }: ForwarderPorts,
  who: PersonRef,
  { event: { attempts, position }, journey, fault }: Failed,
  sql: Sql,
): Promise<void> {
  const unjudged: Unjudged = { position, reason: `${journey}: ${messageOf(fault)}` };
  const tries = attempts ?? 0;
  if (isBug(fault)) {
    log.error({ err: fault, journey, position, tries }, 'a bug keeps an event from being judged: trying again');
    await retryEvent(sql, who, unjudged, backOff(tries, 60_000));
    return;
  }
  if (tries + 1 < MAX_ATTEMPTS) {
    await retryEvent(sql, who, unjudged, backOff(tries, 5_000));
    return;
  }
  log.warn({ err: fault, journey, position }, 'an event is set aside: it could not be judged');
  await setEventAside(sql, who, unjudged);
}
