import { isOfDate } from '../journey/entries/date.ts';
import { ENTER_EVENT, isEntryEvent } from '../journey/entries/index.ts';
import { MAX_HOPS } from '../journey/hops.ts';
import type { JourneyId, PersonRef } from '../journey/ids.ts';
import { PROFILE_CHANGED } from '../journey/profile.ts';
import type { Instant } from '../journey/time.ts';
import { lookAfter } from '../store/after-end.ts';
import type { Candidate } from '../store/candidate.ts';
import { moveDate } from '../store/dates.ts';
import { admit, type EntryOptions } from '../store/entries.ts';
import { journeysInGrace, judgeInGrace } from '../store/grace.ts';
import { shareJourneys, takeLock } from '../store/locks.ts';
import {
  type Announced,
  announcedFor,
  type Enterable,
  journeysEnteredBy,
  type Reachable,
  reachableOf,
  setAside,
  tryAgain,
  type Unjudged,
} from '../store/outbox.ts';
import { beginQualifying } from '../store/qualifying.ts';
import { refuseEntry } from '../store/refusals.ts';
import { keepSegments } from '../store/segments/keep.ts';
import type { Sql } from '../store/sql.ts';
import { VersionMissing, VersionUnreadable } from '../store/versions.ts';
import { countConversions } from './forwarder-conversions.ts';
import type { ForwarderPorts } from './forwarder-ports.ts';
import type { Failed, Judging } from './judging.ts';
import { messageOf } from './message-of.ts';

/** What is to be told to Temporal about one person. */
export interface Plan {
  /** Done with when it has been told. */
  readonly rows: readonly number[];
  readonly starts: readonly Reachable[];
  readonly nudges: readonly Nudge[];
  readonly names: readonly string[];
}

export interface Nudge {
  readonly instance: Reachable;
  /** The last position that it makes the instance read: never beyond what the instance cares about, or it would seem on its way for ever. */
  readonly to: number;
}

/** Tries of one event before it is set aside. */
const MAX_ATTEMPTS = 8;

/**
 * Under the person's lock: entries are judged, and it is seen who cares. A journey that cannot judge an event, by a fault of its own, keeps
 * nobody else's from being judged: the event is tried again by itself, and set aside after some tries. Undefined: nothing waits.
 */
export async function judged(ports: ForwarderPorts, who: PersonRef): Promise<Plan | undefined> {
  const faulty = new Map<JourneyId, unknown>();
  for (;;) {
    const at: Judging = { faulty };
    try {
      const { plan, unjudged } = await ports.store.person(who, (sql, now) => judgeAll(ports, who, at, sql, now));
      for (const each of unjudged) await giveUpOrTryAgain(ports, who, each);
      return plan;
    } catch (cause) {
      if (at.journey === undefined || !isLasting(cause)) throw cause;
      faulty.set(at.journey, cause);
    }
  }
}

/** Asking again would not mend it: a document that cannot be read, values that it cannot work with. */
function isLasting(cause: unknown): boolean {
  if (cause instanceof VersionMissing || cause instanceof VersionUnreadable) return true;
  if (cause instanceof TypeError || cause instanceof RangeError) return true;
  return cause instanceof Error && 'code' in cause && /^2[23]/.test(String(cause.code)); // SQLSTATE: of the data
}

async function judgeAll(ports: ForwarderPorts, who: PersonRef, at: Judging, sql: Sql, now: Instant) {
  const rows = await announced(sql, who, now);
  const names = [...new Set(rows.flatMap(({ event }) => event?.name ?? []))];
  const asked = rows.flatMap(({ event }) => (event && isAsked(event) ? [String(event.properties.$journey)] : []));
  const journeys = names.length === 0 ? [] : await journeysEnteredBy(sql, who.workspace, names, asked);
  const unjudged = new Map<number, Failed>();
  const entering = candidates(rows, journeys);
  const graced = changesIn(rows).length === 0 ? [] : await journeysInGrace(sql, who);
  const admitting = [...entering.map(({ entry }) => entry.journey), ...graced];
  if (admitting.length > 0) await takeLock(sql, shareJourneys(who.workspace, admitting)); // all at once, in their order
  for (const { row, event, entry } of entering) {
    const { journey } = entry;
    const fault = at.faulty.get(journey);
    if (fault !== undefined) unjudged.set(row.id, { row, journey, fault });
    else await judgeEntry(ports, who, at, entry, event, sql, now);
  }
  await lookAfterEnded(ports, who, at, rows, sql, now);
  at.journey = undefined;
  await judgeChanges(ports, who, rows, sql, now);
  await countConversions(ports, who, at, rows, unjudged, sql, now);
  if (rows.length === 0) return { plan: undefined, unjudged: [] };

  const reachable = await reachableOf(sql, who);
  const plan: Plan = {
    rows: rows.map(({ id }) => id).filter((id) => !unjudged.has(id)),
    names,
    starts: reachable.filter(({ status }) => status === 'starting'),
    nudges: reachable.flatMap((instance) => nudgeFor(instance, rows)),
  };
  return { plan, unjudged: [...unjudged.values()] };
}

/** With the memberships that these events change, which are events themselves. */
async function announced(sql: Sql, who: PersonRef, now: Instant): Promise<readonly Announced[]> {
  const rows = await announcedFor(sql, who);
  if (!rows.some(({ hasSegments }) => hasSegments)) return rows;
  return (await keepSegments(sql, now, who)) ? announcedFor(sql, who) : rows;
}

type Event = NonNullable<Announced['event']>;

/** A node sends the person into a journey by name. What a service asked for by name was judged when it asked: it has called nothing forth yet. */
const isAsked = ({ name, hops }: Event): boolean => name === ENTER_EVENT && hops > 0;

/** Which event could let the person into which journey. */
const candidates = (rows: readonly Announced[], journeys: readonly Enterable[]) =>
  rows.flatMap((row) => {
    const { event } = row;
    if (event === null || (event.name === ENTER_EVENT && !isAsked(event))) return [];
    return journeys.filter((entry) => isEntryEvent(entry, event)).map((entry) => ({ row, event, entry }));
  });
/** Goals that can still be met though the instance has ended; one whose version cannot be read keeps nobody else's from being counted. */
async function lookAfterEnded(
  { versions }: ForwarderPorts,
  who: PersonRef,
  at: Judging,
  rows: readonly Announced[],
  sql: Sql,
  now: Instant,
): Promise<void> {
  if (!rows.some(({ hasOpenWindows }) => hasOpenWindows)) return;
  await lookAfter(sql, now, who, async (journey, version) => {
    if (at.faulty.has(journey)) return undefined;
    at.journey = journey;
    return versions.get(who.workspace, journey, version, sql);
  });
}

async function judgeEntry(
  { versions, entries }: ForwarderPorts,
  who: PersonRef,
  at: Judging,
  { journey, version: number }: Enterable,
  { hops, ...event }: Event,
  sql: Sql,
  now: Instant,
): Promise<void> {
  at.journey = journey;
  const version = await versions.get(who.workspace, journey, number, sql);
  const candidate = { who, version, event, onMeet: 'contest' } as const;
  if (hops < MAX_HOPS) await begin(sql, now, candidate, entries);
  else await refuseEntry(sql, now, candidate, { is: 'refuse', key: '', reason: 'too-many-hops', read: { hops } });
}

/** Lets the person in, or begins what may let them in later. */
async function begin(sql: Sql, now: Instant, candidate: Candidate, options: EntryOptions): Promise<void> {
  const { entry, id: journey, timeZone: zone } = candidate.version.document;
  const { event, who } = candidate;
  if (entry.type === 'date' && event.name === PROFILE_CHANGED) {
    if (isOfDate(entry, event.properties)) await moveDate(sql, who, { journey, entry, zone }, event);
  } else if (entry.type === 'inaction' && candidate.event.name === entry.event)
    await beginQualifying(sql, now, candidate, entry);
  else await admit(sql, now, candidate, options);
}

/** A change of what an entry's filter can read: those that did not hold may hold now. */
async function judgeChanges(ports: ForwarderPorts, who: PersonRef, rows: readonly Announced[], sql: Sql, now: Instant) {
  for (const change of changesIn(rows)) await judgeInGrace(sql, now, who, change, ports);
}

const changesIn = (rows: readonly Announced[]) =>
  rows.flatMap(({ event }) => (event && /^\$(profile|segment)\./.test(event.name) ? [event] : []));

/**
 * A nudge, if something that it cares about lies unread and none is on its way: one whose position it has not read up to yet will make it read
 * this too. Before its first decision it needs none: that one reads everything. Word without an event is from someone who knows that
 * it has to look: a command, the sweep.
 */
function nudgeFor(instance: Reachable, rows: readonly Announced[]): readonly Nudge[] {
  const { status, step, readTo, nudgedTo, unread, isStuck, isOverdue, isHeld, isClosing } = instance;
  if (isClosing) return [{ instance, to: readTo }];
  const isWordOnly = rows.some(({ event }) => event === null);
  if (status !== 'live' || (step === 0 && !isStuck)) return [];
  if (isWordOnly && (isOverdue || isStuck || isHeld)) return [{ instance, to: unread ?? readTo }];
  if (unread === null) return [];
  return nudgedTo > readTo && !isStuck && !isWordOnly ? [] : [{ instance, to: unread }];
}

const backOff = (attempts: number): number => Math.min(5_000, 200 * 2 ** attempts);

async function giveUpOrTryAgain(
  { database, log }: ForwarderPorts,
  who: PersonRef,
  { row: { id, attempts, event }, journey, fault }: Failed,
): Promise<void> {
  const unjudged: Unjudged = { id, position: event?.position ?? 0, reason: `${journey}: ${messageOf(fault)}` };
  if (attempts + 1 < MAX_ATTEMPTS) {
    await tryAgain(database.sql, unjudged, backOff(attempts));
    return;
  }
  log.warn({ err: fault, journey, position: unjudged.position }, 'event set aside: it could not be judged');
  await setAside(database.sql, who, unjudged);
}
