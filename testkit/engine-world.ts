import { createWrite } from '../activities/write.ts';
import { createRenderer } from '../channels/templates.ts';
import type { Journey } from '../journey/document.ts';
import type { Effect, Instance, TraceLine } from '../journey/engine/apply.ts';
import { fold } from '../journey/engine/fold.ts';
import { withTraits } from '../journey/engine/follow.ts';
import type { Facts } from '../journey/engine/move.ts';
import { compile, journeyDeadline, nodeAt, type Version } from '../journey/engine/version.ts';
import { ENTER_EVENT } from '../journey/entries/index.ts';
import { entryKey, judge } from '../journey/entries/judge.ts';
import { InstanceId, type JourneyId, PersonId, WorkspaceId } from '../journey/ids.ts';
import type { JourneyEvent, Order, Recorded } from '../journey/input.ts';
import type { JsonObject } from '../journey/json.ts';
import { addressOf, hasConsent, zoneOf } from '../journey/profile.ts';
import { instant } from '../journey/time.ts';
import type { Delivered, Told, World } from './world.ts';

interface Person {
  profile: JsonObject;
  readonly events: { readonly event: JourneyEvent; readonly acceptance: number }[];
  readonly assignments: Record<string, string>;
}

interface Living {
  readonly user: string;
  readonly version: Version;
  readonly key: string;
  instance: Instance;
  context: JsonObject;
  readonly rows: Recorded[];
  readonly trace: TraceLine[];
}

const WORKSPACE = WorkspaceId.parse('engine');

/** The product's own engine under a virtual clock, its ports in memory: weeks in milliseconds. */
export function createEngineWorld(): World {
  const versions = new Map<JourneyId, Version>();
  const persons = new Map<string, Person>();
  const living: Living[] = [];
  const delivered: Delivered[] = [];
  const refused: { user: string; reason: string }[] = [];
  const write = createWrite(createRenderer());
  let clock = instant(0);
  let position = 0;

  const personOf = (user: string): Person => {
    const person = persons.get(user) ?? { profile: {}, events: [], assignments: {} };
    persons.set(user, person);
    return person;
  };

  function accept(told: readonly Told[]) {
    const firstOf = new Map<string, number>();
    const fresh: { user: string; event: JourneyEvent }[] = [];
    for (const { user, event: name, properties = {}, traits } of told) {
      const person = personOf(user);
      position += 1;
      const acceptance = firstOf.get(user) ?? position;
      firstOf.set(user, acceptance);
      const event = { name: name ?? '$profile.changed', at: clock, position, properties: traits ?? properties };
      if (traits) person.profile = withTraits(person.profile, traits);
      person.events.push({ event, acceptance });
      fresh.push({ user, event });
    }
    for (const { user, event } of fresh)
      for (const version of versions.values()) {
        const { entry } = version.document;
        if (entry.type === 'event' && entry.event === event.name) admit(user, version, event);
      }
  }

  function admit(user: string, version: Version, event: JourneyEvent) {
    const { profile } = personOf(user);
    const key = entryKey(version.document.entry, event);
    const passes = living.filter((each) => each.user === user && each.version === version && each.key === (key ?? ''));
    const judgement = judge(
      version.document.entry,
      event,
      key,
      profile,
      {
        count: passes.length,
        lastEnteredAt: passes.at(-1)?.instance.enteredAt ?? null,
        isLive: passes.some(({ instance }) => !instance.exit),
      },
      { now: clock, zone: zoneOf(profile, version.document.timeZone) },
    );
    if (judgement.is !== 'enter') {
      refused.push({ user, reason: judgement.is === 'meet' ? 'already-inside' : judgement.reason });
      return;
    }
    living.push({
      user,
      version,
      key: judgement.key,
      instance: firstState(user, version, event, living.length),
      context: { entry: event.properties },
      rows: [],
      trace: [],
    });
  }

  /** Decides for everybody until nothing more is due at this instant. */
  function settle() {
    for (let busy = true; busy; ) busy = living.map(step).some(Boolean);
  }

  function step(one: Living): boolean {
    if (one.instance.exit) return false;
    const person = personOf(one.user);
    const folded = fold(one.version, one.instance, factsOf(one, person), {
      recorded: recordedFor(one, person),
      readUntil: clock,
      hasMore: false,
    });
    if (folded.decision.delta.step === undefined) return false;
    one.instance = folded.instance;
    one.context = folded.context;
    one.trace.push(...folded.decision.trace);
    Object.assign(person.assignments, folded.assigned);
    if (Object.keys(folded.profile).length > 0) accept([{ user: one.user, traits: folded.profile }]);
    for (const effect of folded.decision.effects) send(one, effect);
    return true;
  }

  function factsOf({ context, key, version, instance }: Living, { profile, events, assignments }: Person): Facts {
    const isPast = ({ event }: Person['events'][number]) =>
      event.position > instance.since[0] && version.lookBack.includes(event.name);
    return {
      now: clock,
      profile,
      context,
      key: key === '' ? null : key,
      past: events.filter(isPast).map(({ event }) => event),
      assignments,
    };
  }

  function recordedFor({ instance, rows, version }: Living, { events }: Person): readonly Recorded[] {
    const together = new Map<number, JourneyEvent[]>();
    for (const { event, acceptance } of events)
      if (event.position > instance.readTo && version.eventNames.includes(event.name))
        together.set(acceptance, [...(together.get(acceptance) ?? []), event]);
    const accepted = [...together.values()].map((of) => ({
      type: 'accepted' as const,
      at: of[0]?.at ?? clock,
      position: of.at(-1)?.position ?? 0,
      events: of,
    }));
    return [...accepted, ...rows.filter((row) => row.position > instance.readTo)];
  }

  /** A provider that takes everything at once. */
  function send(one: Living, { channel, node, visit }: Effect) {
    const { profile } = personOf(one.user);
    const settled = (outcome: 'sent' | 'failed' | 'suppressed' | 'unreachable', detail: string | null = null) => {
      position += 1;
      one.rows.push({ type: 'outcome', at: clock, position, node, visit, outcome, detail, status: null, response: null });
    };
    const { id: instance, workspace, person, journey, version } = one.instance;
    const at = nodeAt(one.version, node);
    if (at.type === 'message' && !at.transactional && !hasConsent(profile, channel)) return settled('suppressed');
    if (at.type === 'message' && addressOf(profile, channel) === undefined) return settled('unreachable');
    const written = write(
      one.version,
      { type: 'send', channel, node, visit, instance, workspace, person, journey, version },
      { is: 'claimed', now: clock, userId: one.user, profile, context: one.context },
    );
    if (!written.ok) return settled('failed', written.reason);
    const { template, ...content } = written.content;
    delivered.push({ user: one.user, channel, node, visit, template, to: written.to, content: content as JsonObject });
    return settled('sent');
  }

  const wakesAt = ({ instance, version, user }: Living): number => {
    if (instance.exit || instance.pausedAt !== null) return Number.POSITIVE_INFINITY;
    const journey = journeyDeadline(version, instance, zoneOf(personOf(user).profile, version.document.timeZone));
    return Math.min(instance.until ?? Number.POSITIVE_INFINITY, journey ?? Number.POSITIVE_INFINITY);
  };

  return {
    name: 'engine',
    async begin(journeys: readonly Journey[], at) {
      clock = at;
      for (const document of journeys) versions.set(document.id, compile(document, 1));
    },
    async tell(told) {
      accept(told);
      settle();
    },
    async enter(user, journey, properties) {
      position += 1;
      const version = versions.get(journey);
      if (!version) throw new Error(`no journey ${journey}`);
      const event = { name: ENTER_EVENT, at: clock, position, properties };
      personOf(user).events.push({ event, acceptance: position });
      admit(user, version, event);
      settle();
    },
    async order(user, journey, order: Order) {
      const one = living.findLast(
        (each) => each.user === user && each.version.document.id === journey && !each.instance.exit,
      );
      if (!one) throw new Error(`${user} is not inside ${journey}`);
      position += 1;
      one.rows.push({ type: 'command', at: clock, position, id: `c${position}`, order });
      settle();
    },
    async runUntil(until) {
      for (;;) {
        const next = Math.min(...living.map(wakesAt));
        if (next >= until) break;
        clock = instant(next + 1);
        settle();
      }
      clock = until;
      settle();
    },
    passes: async () =>
      living.map(({ user, version, key, trace, instance, context }) => ({
        user,
        journey: version.document.id,
        key: key === '' ? null : key,
        trace,
        exit: instance.exit,
        context,
      })),
    delivered: async () => delivered,
    refused: async () => refused,
    reconcile: async () => [],
    end: async () => {},
  };
}

function firstState(user: string, { document, number }: Version, { at, position }: JourneyEvent, nr: number): Instance {
  return {
    id: InstanceId.parse(`i${nr + 1}`),
    workspace: WORKSPACE,
    person: PersonId.parse(user),
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
}
