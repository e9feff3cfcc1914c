import type { Instance, TraceLine } from '../journey/engine/apply.ts';
import type { Due } from '../journey/engine/fold.ts';
import type { Facts } from '../journey/engine/move.ts';
import { journeyDeadline, type Version } from '../journey/engine/version.ts';
import type { Slot } from '../journey/frequency-caps.ts';
import { InstanceId, PersonId, WorkspaceId } from '../journey/ids.ts';
import type { JourneyEvent, Recorded } from '../journey/input.ts';
import type { JsonObject } from '../journey/json.ts';
import { zoneOf } from '../journey/profile.ts';
import type { Instant } from '../journey/time.ts';

/** What the store keeps of a person, in memory. */
export interface EnginePerson {
  profile: JsonObject;
  readonly events: { readonly event: JourneyEvent; readonly acceptance: number }[];
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
  readonly version: Version;
  /** '' where the journey has no entry key. */
  readonly key: string;
  instance: Instance;
  context: JsonObject;
  /** Commands and settled messages. */
  readonly rows: Recorded[];
  readonly trace: TraceLine[];
}

const WORKSPACE = WorkspaceId.parse('engine');

export function beginPass(
  entry: Pick<EnginePass, 'user' | 'person' | 'version' | 'key'>,
  { at, position, properties }: JourneyEvent,
  ordinal: number,
): EnginePass {
  const { document, number } = entry.version;
  const instance: Instance = {
    id: InstanceId.parse(`i${ordinal}`),
    workspace: WORKSPACE,
    person: PersonId.parse(entry.user),
    journey: document.id,
    version: number,
    step: 0,
    enteredAt: at,
    at: null,
    visit: 0,
    arrivedAt: at,
    until: null,
    readTo: position,
    since: [position, position, position],
    pausedAt: null,
    pausedMs: 0,
    held: false,
    exit: null,
  };
  return { ...entry, instance, context: { entry: properties }, rows: [], trace: [] };
}

/** The earlier of the node's deadline and the journey's. In a pause clocks stand still. */
export function wakesAt({ instance, version, person }: EnginePass): number {
  if (instance.exit || instance.pausedAt !== null) return Number.POSITIVE_INFINITY;
  const journey = journeyDeadline(version, instance, zoneOf(person.profile, version.document.timeZone));
  return Math.min(instance.until ?? Number.POSITIVE_INFINITY, journey ?? Number.POSITIVE_INFINITY);
}

export function factsOf({ context, key, version, instance, person }: EnginePass, now: Instant): Facts {
  const { profile, events, assignments, slots, segments } = person;
  const isPast = ({ event }: EnginePerson['events'][number]) =>
    event.position > instance.since[0] && version.lookBack.includes(event.name);
  return {
    now,
    profile,
    context,
    key: key === '' ? null : key,
    past: events.filter(isPast).map(({ event }) => event),
    slots: version.capWindowMs === 0 ? [] : slots,
    assignments,
    segments: [...segments],
  };
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
