import type { JourneyId } from '../../base/ids.ts';
import { NO_POLICIES } from '../../delivery/policies.ts';
import type { Version } from '../../engine/version.ts';
import { type Instant, instant } from '../../time/time.ts';
import type { EngineJourney } from './journey.ts';
import type { EnginePass, EnginePerson, EngineWorkspace } from './pass.ts';

/** The state of a world, in place of a database: its clock, journeys, users and instances. */
export interface EngineState {
  clock: Instant;
  readonly journeys: Map<JourneyId, EngineJourney>;
  /** Versions that run, by journey. */
  readonly running: Map<JourneyId, Version>;
  /** Every version that ever ran. */
  readonly published: Version[];
  readonly persons: Map<string, EnginePerson>;
  readonly passes: EnginePass[];
  readonly workspace: EngineWorkspace;
  now(): Instant;
  versions(): readonly Version[];
  versionOf(journey: JourneyId, number: number): Version | undefined;
  /** @throws Error if the journey has no running version */
  runningOf(journey: JourneyId): Version;
  /** @throws Error if there is no such journey */
  journeyOf(id: JourneyId): EngineJourney;
  /** Returns the user. Creates them if they are new. */
  personOf(user: string): EnginePerson;
}

export function createEngineState(): EngineState {
  const state: EngineState = {
    clock: instant(0),
    journeys: new Map(),
    running: new Map(),
    published: [],
    persons: new Map(),
    passes: [],
    workspace: { policies: NO_POLICIES, suppressions: [], slots: new Map(), softBounces: [] },
    now: () => state.clock,
    versions: () => [...state.running.values()],
    versionOf: (journey, number) =>
      state.published.find((each) => each.document.id === journey && each.number === number),
    runningOf: (journey) => found(state.running.get(journey), journey),
    journeyOf: (journey) => found(state.journeys.get(journey), journey),
    personOf(user) {
      const person = state.persons.get(user) ?? newPerson(state.workspace);
      state.persons.set(user, person);
      return person;
    },
  };
  return state;
}

const newPerson = (workspace: EngineWorkspace): EnginePerson => ({
  workspace,
  consents: [],
  profile: {},
  events: [],
  assignments: {},
  slots: [],
  segments: new Set<string>(),
});

function found<Found>(one: Found | undefined, journey: JourneyId): Found {
  if (one === undefined) throw new Error(`no journey ${journey}`);
  return one;
}
