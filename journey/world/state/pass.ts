import { InstanceId, PersonId, WorkspaceId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Slot, SlotsByAddress } from '../../delivery/frequency-caps.ts';
import type { WorkspacePolicies } from '../../delivery/policies.ts';
import { type Effect, type Instance, newInstance, type TraceLine } from '../../engine/apply.ts';
import { findHoldingAtEntry } from '../../engine/condition-rules.ts';
import { wakingOf } from '../../engine/deadlines.ts';
import type { Due, Folded } from '../../engine/fold.ts';
import type { Attributed } from '../../engine/goals.ts';
import type { Learning, Version } from '../../engine/version.ts';
import { byPrecedence } from '../../entries/precedence.ts';
import type { JourneyEvent, Recorded } from '../../events/input.ts';
import type { Because, Facts, LastSend } from '../../moves/move.ts';
import type { Consent } from '../../people/consent.ts';
import { type Habit, MAX_HABITS } from '../../people/habits.ts';
import { surroundingsOf } from '../../people/profile.ts';
import { normalizedAddressOf, type Suppression } from '../../people/suppression.ts';
import type { Instant } from '../../time/time.ts';
import type { EngineJourney } from './journey.ts';

/** A user, in place of the store. */
export interface EnginePerson {
  profile: JsonObject;
  readonly events: { readonly event: JourneyEvent; readonly acceptance: number; readonly hops: number }[];
  readonly assignments: Record<string, string>;
  /** Messages sent, for frequency caps. In this world a send settles immediately. */
  readonly slots: Slot[];
  /** IDs of the segments that the user is in. */
  readonly segments: Set<string>;
  /** The user's word about channels and topics. */
  consents: readonly Consent[];
  /** Settings and suppressions that all users share. */
  readonly workspace: EngineWorkspace;
}

/** The workspace's settings and suppressed addresses, in place of the store. */
export interface EngineWorkspace {
  policies: WorkspacePolicies;
  suppressions: readonly Suppression[];
  /** Messages that frequency caps count, by the address to which they went. */
  readonly slots: Map<string, { readonly to: EnginePerson; readonly slot: Slot }[]>;
  /** Temporary bounces, by channel and address. */
  readonly softBounces: { readonly of: string; readonly at: Instant }[];
}

/** Returns what decides whether the user may get a message. */
export const recipientOf = ({ profile, consents, workspace: { policies, suppressions } }: EnginePerson) => ({
  profile,
  consents,
  consentModes: policies.consent,
  topics: policies.topics,
  suppressions,
});

/** An instance, in place of the store. */
export interface EnginePass {
  readonly user: string;
  readonly person: EnginePerson;
  version: Version;
  readonly journey: EngineJourney;
  /** Entry key; '' if the journey has none. */
  readonly key: string;
  instance: Instance;
  context: JsonObject;
  /** Commands and settled messages. */
  readonly rows: Recorded[];
  readonly trace: TraceLine[];
  /** Values that each trace line read. */
  readonly read: Because['read'][];
  /** The user is in the control group and gets no messages. */
  readonly isControl: boolean;
  readonly conversions: Attributed[];
  /** Names of goal and exit conditions that hold. */
  holding: readonly string[];
  /** The last instant at which a goal may still be met after the end, and the position read so far. */
  goalsUntil: Instant | null;
  goalsReadTo: number;
  /** A send that its provider hasn't accepted yet. */
  retrying?: Effect | undefined;
}

/** Returns whether an instance is live. The control group never is. */
export const isInside = ({ instance, isControl }: EnginePass): boolean => !isControl && !instance.exit;

/** Sorts instances by the order in which they decide at one instant. */
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
  const around = surroundingsOf(profile, document, now);
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

/** Returns when time alone wakes the instance; infinity if never. */
export function wakesAt(one: EnginePass): number {
  const { instance, version, person, journey } = one;
  if (!isInside(one)) return Number.POSITIVE_INFINITY;
  return (
    wakingOf(version, instance, { profile: person.profile, pauses: journey.pauses }).at ?? Number.POSITIVE_INFINITY
  );
}

/** Returns the facts for a decision, as the store reads them. */
export function factsOf(one: EnginePass, now: Instant): Facts {
  const { context, key, version, instance, person, journey, holding } = one;
  const { events, assignments, slots, segments } = person;
  const isPast = ({ event }: EnginePerson['events'][number]) =>
    event.position > instance.since[0] && version.lookBack.includes(event.name);
  return {
    now,
    ...recipientOf(person),
    context,
    key: key === '' ? null : key,
    past: events.filter(isPast).map(({ event }) => event),
    ...(version.learns && { habits: habitsOf(person, now, version.learns) }),
    slots: version.capWindowMs === 0 ? [] : slots,
    ...(version.capWindowMs > 0 && { slotsByAddress: slotsOfOthers(one) }),
    pauses: journey.pauses,
    assignments,
    segments: [...segments],
    goals: { converted: convertedOf(one), holding, lastSend: sendBefore(one, instance.readTo + 1) },
    ...(one.retrying && { sending: { ...one.retrying, state: 'waiting', attempts: 1 } }),
  };
}

/** Returns other users' messages to the addresses that the user has (case M11). */
function slotsOfOthers({ version: { document }, person }: EnginePass): SlotsByAddress {
  const channels = new Set(
    Object.values(document.nodes).flatMap((node) => (node.type === 'message' ? [node.channel] : [])),
  );
  return Object.fromEntries(
    [...channels].flatMap((channel) => {
      const address = normalizedAddressOf(person.profile, channel, document.phoneCountry);
      const all = address === undefined ? [] : (person.workspace.slots.get(address) ?? []);
      const others = all.flatMap(({ to, slot }) => (to === person ? [] : [slot]));
      return others.length === 0 ? [] : [[channel, others]];
    }),
  );
}

/** Stores a message that frequency caps count. */
export function takeSlot({ person, version }: EnginePass, slot: Slot): void {
  person.slots.push(slot);
  const address = normalizedAddressOf(person.profile, slot.channel, version.document.phoneCountry);
  if (address === undefined) return;
  const { slots } = person.workspace;
  slots.set(address, [...(slots.get(address) ?? []), { to: person, slot }]);
}

/** Returns habits, newest first, as the store does. */
const habitsOf = ({ events }: EnginePerson, now: Instant, learns: Learning): readonly Habit[] =>
  events
    .filter(({ event: { name, at } }) => learns.events.includes(name) && at > now - learns.overMs)
    .map(({ event: { name, at } }) => ({ name, at, acceptedAt: at }))
    .toReversed()
    .slice(0, MAX_HABITS);

/** Returns the last message that a provider accepted before a position; null if there is none. */
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

/** Stores a decision, as its transaction does. */
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

/** Returns the unread rows of an instance. Events accepted together are one input. */
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

/** Maximum size of a serialized instance. */
const MAX_STATE_BYTES = 65_536;

/**
 * Serializes and parses an instance, as if another process continued it.
 *
 * @throws RangeError if the state is larger than 64 KB
 */
export function readAgain(one: EnginePass): void {
  const text = JSON.stringify({ instance: one.instance, context: one.context });
  if (text.length > MAX_STATE_BYTES) throw new RangeError(`the state of ${one.instance.id} has ${text.length} bytes`);
  Object.assign(one, JSON.parse(text));
}

/** Returns the most hops among the events that a decision read, including its entry event. Counts as the store does. */
export function hopsOfRead(before: Instance, { readTo }: Instance, { events }: EnginePerson): number {
  const from = before.step === 0 ? before.readTo : before.readTo + 1;
  const read = events.filter(({ event: { position } }) => position >= from && position <= readTo);
  return Math.max(0, ...read.map(({ hops }) => hops));
}
