import { InstanceId, PersonId, WorkspaceId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Slot } from '../../delivery/frequency-caps.ts';
import { type Effect, type Instance, newInstance, type TraceLine } from '../../engine/apply.ts';
import { findHoldingAtEntry } from '../../engine/condition-rules.ts';
import { wakingOf } from '../../engine/deadlines.ts';
import type { Due, Folded } from '../../engine/fold.ts';
import type { Attributed } from '../../engine/goals.ts';
import type { Learning, Version } from '../../engine/version.ts';
import { byPrecedence } from '../../entries/precedence.ts';
import type { JourneyEvent, Recorded } from '../../events/input.ts';
import type { Because, Facts, LastSend } from '../../moves/move.ts';
import { type Habit, MAX_HABITS } from '../../people/habits.ts';
import { zoneOf } from '../../people/profile.ts';
import type { Instant } from '../../time/time.ts';
import type { EngineJourney } from './journey.ts';

/** What the store keeps of a person, in memory. */
export interface EnginePerson {
  profile: JsonObject;
  readonly events: { readonly event: JourneyEvent; readonly acceptance: number; readonly hops: number }[];
  readonly assignments: Record<string, string>;
  /** What was sent, for frequency caps: here a send settles in no time. */
  readonly slots: Slot[];
  /** Ids of the segments that this person is in. */
  readonly segments: Set<string>;
}

/** What the store keeps of an instance, in memory. */
export interface EnginePass {
  readonly user: string;
  readonly person: EnginePerson;
  version: Version;
  readonly journey: EngineJourney;
  /** '' where the journey has no entry key. */
  readonly key: string;
  instance: Instance;
  context: JsonObject;
  /** Commands and settled messages. */
  readonly rows: Recorded[];
  readonly trace: TraceLine[];
  /** Values that were read, line by line. */
  readonly read: Because['read'][];
  /** It gets nothing. */
  readonly isControl: boolean;
  readonly conversions: Attributed[];
  /** Conditions of goals and exits that hold. */
  holding: readonly string[];
  /** A goal may still be met though it has ended: until then, and how far that has read. */
  goalsUntil: Instant | null;
  goalsReadTo: number;
  /** A send that its provider could not take yet. */
  retrying?: Effect | undefined;
}

export const isInside = ({ instance, isControl }: EnginePass): boolean => !isControl && !instance.exit;

/** Who decides first of those who have something due at one instant. */
export const inPrecedence = (passes: readonly EnginePass[]): readonly EnginePass[] =>
  passes
    .map((one, nth) => ({ one, nth, journey: one.instance.journey, priority: one.version.document.priority }))
    .toSorted(byPrecedence)
    .map(({ one }) => one);

const WORKSPACE = WorkspaceId.parse('engine');

export function beginPass(
  entry: Pick<EnginePass, 'user' | 'person' | 'version' | 'journey' | 'key' | 'isControl'>,
  { at, position, properties }: JourneyEvent,
  ordinal: number,
  now: Instant,
  beginsAt = position,
): EnginePass {
  const { document, number } = entry.version;
  const instance = newInstance({
    id: InstanceId.parse(`i${ordinal}`),
    workspace: WORKSPACE,
    person: PersonId.parse(entry.user),
    journey: document.id,
    version: number,
    enteredAt: at,
    beginsAt,
  });
  const context = { entry: properties };
  const { profile, segments } = entry.person;
  const around = { now, zone: zoneOf(profile, document.timeZone) };
  const holding = findHoldingAtEntry(entry.version, { profile, context, segments: [...segments] }, around);
  return {
    ...entry,
    instance,
    context,
    rows: [],
    trace: [],
    read: [],
    conversions: [],
    holding,
    goalsUntil: null,
    goalsReadTo: 0,
  };
}

export function wakesAt(one: EnginePass): number {
  const { instance, version, person, journey } = one;
  if (!isInside(one)) return Number.POSITIVE_INFINITY;
  return (
    wakingOf(version, instance, { profile: person.profile, pauses: journey.pauses }).at ?? Number.POSITIVE_INFINITY
  );
}

export function factsOf(one: EnginePass, now: Instant): Facts {
  const { context, key, version, instance, person, journey, holding } = one;
  const { profile, events, assignments, slots, segments } = person;
  const isPast = ({ event }: EnginePerson['events'][number]) =>
    event.position > instance.since[0] && version.lookBack.includes(event.name);
  return {
    now,
    profile,
    context,
    key: key === '' ? null : key,
    past: events.filter(isPast).map(({ event }) => event),
    ...(version.learns && { habits: habitsOf(person, now, version.learns) }),
    slots: version.capWindowMs === 0 ? [] : slots,
    pauses: journey.pauses,
    assignments,
    segments: [...segments],
    goals: { converted: convertedOf(one), holding, lastSend: sendBefore(one, instance.readTo + 1) },
    ...(one.retrying && { sending: { ...one.retrying, state: 'waiting', attempts: 1 } }),
  };
}

/** The latest first, as the store reads them. */
const habitsOf = ({ events }: EnginePerson, now: Instant, learns: Learning): readonly Habit[] =>
  events
    .filter(({ event: { name, at } }) => learns.events.includes(name) && at > now - learns.overMs)
    .map(({ event: { name, at } }) => ({ name, at, acceptedAt: at }))
    .toReversed()
    .slice(0, MAX_HABITS);

/** The last message that its provider had taken. */
export function sendBefore({ rows, version }: EnginePass, position: number): LastSend | null {
  const found = rows.findLast(
    (row) =>
      row.position < position &&
      row.type === 'outcome' &&
      row.outcome === 'sent' &&
      version.messages.includes(row.node),
  );
  return found?.type === 'outcome' ? { at: found.at, node: found.node, visit: found.visit } : null;
}

export const convertedOf = ({ conversions }: { readonly conversions: readonly Attributed[] }): readonly string[] =>
  conversions.map(({ goal }) => goal);

/** As a decision's transaction writes it down. */
export function remember(
  one: EnginePass,
  { instance, context, decision, read, assigned, holding = one.holding }: Folded,
): void {
  one.instance = instance;
  one.context = context;
  one.holding = holding;
  one.trace.push(...decision.trace);
  one.read.push(...read);
  Object.assign(one.person.assignments, assigned);
}

/** What has been recorded for this pass and not been read. What was accepted together is one input. */
export function dueFor({ instance, rows, version, person }: EnginePass, now: Instant): Due {
  const together = new Map<number, JourneyEvent[]>();
  for (const { event, acceptance } of person.events)
    if (event.position > instance.readTo && version.eventNames.includes(event.name))
      together.set(acceptance, [...(together.get(acceptance) ?? []), event]);
  const accepted = [...together.values()].map((events) => ({
    type: 'accepted' as const,
    at: events[0]?.at ?? now,
    position: events.at(-1)?.position ?? 0,
    events,
  }));
  const unread = rows.filter((row) => row.position > instance.readTo);
  return { recorded: [...accepted, ...unread], readUntil: now, hasMore: false };
}

/** At most so much is written down of an instance. */
const MAX_STATE_BYTES = 65_536;

/** As if another process went on: only what can be written down is known. */
export function readAgain(one: EnginePass): void {
  const text = JSON.stringify({ instance: one.instance, context: one.context });
  if (text.length > MAX_STATE_BYTES) throw new RangeError(`the state of ${one.instance.id} has ${text.length} bytes`);
  Object.assign(one, JSON.parse(text));
}

/** Of the events that a decision read: the most; its entry counts for the first one. As the store counts them. */
export function hopsOfRead(before: Instance, { readTo }: Instance, { events }: EnginePerson): number {
  const from = before.step === 0 ? before.readTo : before.readTo + 1;
  const read = events.filter(({ event: { position } }) => position >= from && position <= readTo);
  return Math.max(0, ...read.map(({ hops }) => hops));
}
