import type { JourneyId } from '../journey/base/ids.ts';
import type { Announced } from '../store/outbox/announced.ts';

/** What is known while a person's events are judged: a journey with a fault of its own is not asked again. */
export interface Judging {
  readonly faulty: ReadonlyMap<JourneyId, unknown>;
  /** Whose document is being asked: a fault that comes now is its own. */
  journey?: JourneyId | undefined;
  /** A journey whose goals of ended instances a bug has kept from being counted. */
  missed?: Omit<Failed, 'event'>;
}

/** An event that a journey could not judge. */
export interface Failed {
  readonly event: Announced;
  readonly journey: JourneyId;
  readonly fault: unknown;
}
