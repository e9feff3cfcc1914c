import { type JourneyId, NodeId } from '../base/ids.ts';
import type { Attributed } from '../engine/goals.ts';
import { putOut } from '../engine/put-out.ts';
import { compile, type Version } from '../engine/version.ts';
import { messageProperties } from '../events/message-events.ts';
import { ENTER_EVENT, engagementEvent } from '../events/own-events.ts';
import { settledAt } from '../time/punctual.ts';
import { instant } from '../time/time.ts';
import { createEngineBroadcasts } from './broadcasts.ts';
import { createEngineDue } from './due.ts';
import { createEngineEntries } from './entries.ts';
import { createEngineExperiments } from './experiments.ts';
import { openWindow } from './goals.ts';
import {
  type EngineJourney,
  openJourney,
  passTime,
  pauseJourney,
  resumeJourney,
  stopJourney,
  takesEntries,
} from './journey.ts';
import { createNumbers } from './numbers.ts';
import { type EnginePass, type EnginePerson, inPrecedence, isInside, wakesAt } from './pass.ts';
import { createEngineRoad } from './road.ts';
import { createEngineSegments } from './segments.ts';
import { createEngineSends, type Write } from './sends.ts';
import { createEngineSteps } from './steps.ts';
import type { Life, VirtualWorld } from './world.ts';

export interface VirtualWorldOptions {
  readonly write: Write;
  /** What it holds of an instance is written down and read again before each step, as a workflow and a store would. */
  readonly isForgetful?: boolean;
}

/**
 * Makes a world in memory: the product's own engine under a virtual clock, so that weeks pass in milliseconds. Instants and lengths are in
 * milliseconds. The testkit and the browser's rehearsals run on it.
 */
export function createVirtualWorld({ write, isForgetful = false }: VirtualWorldOptions): VirtualWorld {
  /** Running ones, and all that ever ran. */
  const versions = new Map<JourneyId, Version>();
  const published: Version[] = [];
  const journeys = new Map<JourneyId, EngineJourney>();
  const persons = new Map<string, EnginePerson>();
  const passes: EnginePass[] = [];
  const sends = createEngineSends(passes, write);
  const experiments = createEngineExperiments();
  const due = createEngineDue((journey) => journeyOf(journey).document.priority);
  const { later, never } = due;
  const segments = createEngineSegments({
    lookAt: (ref, at, run) => (at === null ? never('segment', ref) : later('segment', ref, at, run)),
    changed: (told, at) => road.accept([told], 1, settledAt(at, clock)),
  });
  const numbers = createNumbers();
  const road = createEngineRoad({
    now: () => clock,
    personOf,
    versions: () => [...versions.values()],
    journeyOf,
    segments,
    experiments,
    entries: () => entries,
  });
  const { accept, record } = road;
  const steps = createEngineSteps({
    now: () => clock,
    versions: () => [...versions.values()],
    versionOf: (journey, number) => published.find((each) => each.document.id === journey && each.number === number),
    ...{ road, due, numbers, experiments, sends, isForgetful },
  });
  const entries = createEngineEntries({
    passes,
    numbers,
    due: due.rows,
    now: () => clock,
    personOf,
    journeyOf,
    record: (user, event, properties, at) => record({ user, event, properties }, undefined, 0, at),
    decide: (one) => void steps.step(one),
    entered: (one) => one.isControl && steps.keepOpen(one, openWindow(one, clock)),
  });
  const broadcasts = createEngineBroadcasts({
    now: () => clock,
    later,
    members: (segment) =>
      [...persons]
        .flatMap(([user, person]) => (segment === undefined || person.segments.has(segment) ? [user] : []))
        .toSorted(),
    letIn(user, version, properties, at, dueAt) {
      const asked = { user, event: ENTER_EVENT, properties: { ...properties, $journey: version.document.id } };
      entries.admit(user, version, record(asked, undefined, 0, at), { dueAt, hasWaited: true });
    },
  });
  let clock = instant(0);

  function personOf(user: string): EnginePerson {
    const person = persons.get(user) ?? {
      profile: {},
      events: [],
      assignments: {},
      slots: [],
      segments: new Set<string>(),
    };
    persons.set(user, person);
    return person;
  }

  function journeyOf(id: JourneyId): EngineJourney {
    const journey = journeys.get(id);
    if (!journey) throw new Error(`no journey ${id}`);
    return journey;
  }

  /** Decides for everybody until nothing more is due at this instant. */
  function settle() {
    for (let isBusy = true; isBusy; ) {
      while (due.pickUp(clock)); // what time alone changes is known to whoever decides
      isBusy = inPrecedence(passes).map(steps.step).some(Boolean);
    }
    for (const one of passes) if (one.goalsUntil !== null) steps.look(one);
    for (const journey of journeys.values()) passTime(journey, clock, isEmpty(journey));
  }

  function run(version: Version) {
    const { document } = version;
    versions.set(document.id, version);
    published.push(version);
    experiments.publish(version);
    journeyOf(document.id).document = document;
    broadcasts.publish(version, journeyOf(document.id));
  }

  const nextAt = (): number => Math.min(...passes.map(wakesAt), due.next());

  const isEmpty = (journey: EngineJourney): boolean =>
    !broadcasts.isWaitedFor(journey) && !passes.some((one) => one.journey === journey && isInside(one));

  return {
    name: 'engine',
    async begin(documents, at, named = []) {
      segments.begin(named);
      clock = at;
      for (const document of documents) {
        journeys.set(document.id, openJourney(document, at));
        run(compile(document, 1));
      }
    },
    async publish(document) {
      run(compile(document, 1 + (versions.get(document.id)?.number ?? 0)));
      settle();
    },
    async tell(told) {
      accept(told);
      settle();
    },
    async enter(user, journey, properties) {
      const version = versions.get(journey);
      if (!version) throw new Error(`no journey ${journey}`);
      const asked = { user, event: ENTER_EVENT, properties: { ...properties, $journey: journey } };
      if (takesEntries(journeyOf(journey), clock)) {
        const event = record(asked);
        entries.admit(user, version, event, { isAsked: true });
        road.announce(user, event);
      }
      settle();
    },
    async upload(journey, rows) {
      const version = versions.get(journey);
      if (!version) throw new Error(`no journey ${journey}`);
      for (const { user } of rows) personOf(user);
      broadcasts.upload(version, journeyOf(journey), rows);
      settle();
    },
    async order(user, journey, order) {
      const one = passes.findLast(
        (each) => each.user === user && each.version.document.id === journey && isInside(each),
      );
      if (!one) throw new Error(`${user} is not inside ${journey}`);
      const position = road.nextPosition();
      one.rows.push({ type: 'command', at: clock, position, id: `c${position}`, order });
      settle();
    },
    async engage(user, what, kind) {
      const message = sends.delivered.findLast(
        (each) => each.user === user && (each.template === what || each.node === what),
      );
      const one = message && passes[message.pass];
      if (!one) throw new Error(`${user} has got no message "${what}"`);
      const about = { ...one.instance, ...message, instance: one.instance.id, node: NodeId.parse(message.node) };
      accept([{ user, event: engagementEvent(kind), properties: messageProperties(about, message.template) }]);
      settle();
    },
    async pause(journey, policy) {
      pauseJourney(journeyOf(journey), clock, policy);
      settle();
    },
    async resume(journey) {
      resumeJourney(journeyOf(journey), clock);
      broadcasts.resumed(journeyOf(journey));
      settle();
    },
    async stop(id, mode) {
      const journey = journeyOf(id);
      stopJourney(journey, clock, mode);
      if (journey.state === 'stopped')
        for (const one of passes)
          if (one.journey === journey && !one.instance.exit) steps.endOne(one, putOut(one.instance, clock, 'stopped'));
      settle();
    },
    now: () => clock,
    next() {
      const at = nextAt();
      return Number.isFinite(at) ? instant(at) : null;
    },
    lives: () => passes.map(lifeOf),
    stateOf: async (journey) => journeyOf(journey).state,
    async answer(channel, answering) {
      sends.answers.set(channel, answering);
      for (const one of passes) if (one.retrying?.channel === channel) steps.tryAgain(one);
      settle();
    },
    async runUntil(until) {
      for (;;) {
        const next = nextAt();
        if (next >= until) break;
        clock = instant(next + 1); // a deadline closes only after its own millisecond
        settle();
      }
      clock = until;
      settle();
    },
    passes: async () =>
      passes.map(({ user, version, key, trace, instance, context, isControl, conversions }) => ({
        user,
        journey: version.document.id,
        key: key === '' ? null : key,
        enteredAt: instance.enteredAt,
        trace,
        exit: instance.exit,
        context,
        isControl,
        conversions: conversions.toSorted(inOrder).map(({ position: _, ...seen }) => seen),
      })),
    delivered: async () => sends.delivered,
    profiles: async () => Object.fromEntries([...persons].map(([user, { profile }]) => [user, profile])),
    refused: async () => entries.refused,
    reconcile: async () => numbers.check(passes),
    reweigh: async () => experiments.reweigh(clock),
    experiments: async () => experiments.seen(),
    end: async () => {},
  };
}

function lifeOf(one: EnginePass): Life {
  const { user, version, key, instance, trace, read } = one;
  const wakes = wakesAt(one);
  return {
    ...{ user, journey: version.document.id, version: version.number, key: key === '' ? null : key },
    ...{
      isControl: one.isControl,
      enteredAt: instance.enteredAt,
      at: instance.at,
      arrivedAt: instance.arrivedAt,
      exit: instance.exit,
    },
    wakesAt: Number.isFinite(wakes) ? instant(wakes) : null,
    lines: trace.map((line, nth) => ({ ...line, read: read[nth] ?? {} })),
  };
}

const inOrder = (a: Attributed, b: Attributed): number => a.position - b.position || (a.goal < b.goal ? -1 : 1);
