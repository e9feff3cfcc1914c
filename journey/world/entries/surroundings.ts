import type { JourneyId } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Version } from '../../engine/version.ts';
import type { EntryAttempt } from '../../entries/admit.ts';
import type { JourneyEvent } from '../../events/input.ts';
import type { Instant } from '../../time/time.ts';
import type { EngineDueRow } from '../state/due.ts';
import type { EngineJourney } from '../state/journey.ts';
import type { createNumbers } from '../state/numbers.ts';
import type { EnginePass, EnginePerson } from '../state/pass.ts';

/** The parts of a world that entries need. */
export interface EntrySurroundings {
  readonly passes: EnginePass[];
  readonly numbers: ReturnType<typeof createNumbers>;
  /** Work that time alone causes, by name, like the table `due`. */
  readonly due: Map<string, EngineDueRow>;
  now(): Instant;
  personOf(user: string): EnginePerson;
  journeyOf(id: JourneyId): EngineJourney;
  /** Records an event of Sojourn's own at an instant. */
  record(user: string, name: string, properties: JsonObject, at: Instant): JourneyEvent;
  /** Decides what is due for an instance. */
  decide(one: EnginePass): void;
  /** Runs after a user has entered or joined the control group. */
  entered(one: EnginePass): void;
}

/** How an entry came about. */
export type Admitting = Partial<Omit<EntryAttempt, 'event'>>;

/** Judges one entry, and lets the user in or refuses them. */
export type Admit = (user: string, version: Version, event: JourneyEvent, how?: Admitting) => void;
