import type { Journey } from '../../document/document.ts';
import { compile } from '../../engine/version.ts';
import { ENTER_EVENT } from '../../events/own-events.ts';
import { settledAt } from '../../time/punctual.ts';
import { createEngineBroadcasts } from '../entries/broadcasts.ts';
import { createEngineEntries } from '../entries/entries.ts';
import { createEngineExperiments } from '../road/experiments.ts';
import { createEngineRoad } from '../road/road.ts';
import { createEngineSegments } from '../road/segments.ts';
import { createEngineDue } from '../state/due.ts';
import { type EngineJourney, passTime } from '../state/journey.ts';
import { createNumbers } from '../state/numbers.ts';
import { inPrecedence, isInside, wakesAt } from '../state/pass.ts';
import { createEngineState } from '../state/state.ts';
import { createGoalWindows } from '../steps/goal-windows.ts';
import { createProviders, type Write } from '../steps/providers.ts';
import { createEngineSends } from '../steps/sends.ts';
import { createEngineSteps } from '../steps/steps.ts';

export interface EngineOptions {
  readonly write: Write;
  /** Serializes and parses an instance before each step, as a workflow and a store would. */
  readonly isForgetful?: boolean;
}

export type Engine = ReturnType<typeof createEngine>;

/**
 * Creates the product in memory. Each part stands in for one of the store, the forwarder, the due picker or a worker.
 */
export function createEngine({ write, isForgetful = false }: EngineOptions) {
  const state = createEngineState();
  const { passes, now, versions, versionOf, personOf, journeyOf } = state;
  const numbers = createNumbers();
  const experiments = createEngineExperiments();
  const providers = createProviders(passes, write);
  const due = createEngineDue((journey) => journeyOf(journey).document.priority);
  const { later, never } = due;
  const windows = createGoalWindows({ now, due });
  const segments = createEngineSegments({
    lookAt: (ref, at, run) => (at === null ? never('segment', ref) : later('segment', ref, at, run)),
    changed: (told, at) => road.accept([told], 1, settledAt(at, now())),
  });
  const road = createEngineRoad({
    ...{ now, versions, personOf, journeyOf, segments, experiments },
    entries: () => entries,
  });
  const sends = createEngineSends({ now, versions, road, due, providers });
  const steps = createEngineSteps({
    ...{ now, versions, versionOf, road, numbers, experiments, sends, windows, isForgetful },
  });
  const entries = createEngineEntries({
    ...{ passes, numbers, now, personOf, journeyOf },
    due: due.rows,
    record: (user, event, properties, at) => road.record({ user, event, properties }, undefined, 0, at),
    decide: (one) => void steps.decideStep(one),
    entered: (one) => one.isControl && windows.openAfterEnd(one),
  });
  const broadcasts = createEngineBroadcasts({
    ...{ now, later },
    members: (segment) =>
      [...state.persons]
        .flatMap(([user, person]) => (segment === undefined || person.segments.has(segment) ? [user] : []))
        .toSorted(),
    letIn(user, version, properties, at, dueAt) {
      const asked = { user, event: ENTER_EVENT, properties: { ...properties, $journey: version.document.id } };
      entries.admit(user, version, road.record(asked, undefined, 0, at), { dueAt, queue: 'bulk' });
    },
  });
  return {
    ...{ state, numbers, experiments, providers, due, windows, segments, road, sends, steps, entries, broadcasts },
  };
}

/** Publishes a document as the journey's next version. Live instances stay in theirs. */
export function publishVersion({ state, experiments, broadcasts }: Engine, document: Journey): void {
  const { running, published, journeyOf } = state;
  const version = compile(document, 1 + (running.get(document.id)?.number ?? 0));
  const journey = journeyOf(document.id);
  running.set(document.id, version);
  published.push(version);
  experiments.publish(version);
  journey.document = document;
  broadcasts.publish(version, journey);
}

/** Runs decisions for all instances until nothing more is due at this instant. */
export function settle({ state, due, steps, windows, broadcasts }: Engine): void {
  const { passes, now, journeys } = state;
  for (let isBusy = true; isBusy; ) {
    while (due.pickUp(now())); // first what time alone changes: decisions take it into account
    isBusy = inPrecedence(passes).map(steps.decideStep).some(Boolean);
  }
  for (const one of passes) if (one.goalsUntil !== null) windows.readAgain(one);
  const isEmpty = (journey: EngineJourney): boolean =>
    !broadcasts.isWaitedFor(journey) && !passes.some((one) => one.journey === journey && isInside(one));
  for (const journey of journeys.values()) passTime(journey, now(), isEmpty(journey));
}

/** Returns the next instant at which something is due; infinity if nothing is. */
export const nextAt = ({ state, due }: Engine): number => Math.min(...state.passes.map(wakesAt), due.next());
