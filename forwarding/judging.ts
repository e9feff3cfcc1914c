import type { JourneyId } from '../journey/base/ids.ts';
import type { Instant } from '../journey/time/time.ts';
import type { Sql } from '../store/base/sql.ts';
import type { Announced } from '../store/outbox/announced.ts';

/** State while a user's events are judged. Journeys with a fault are not asked again. */
export interface Judging {
  readonly faulty: ReadonlyMap<JourneyId, unknown>;
  /** The journey being judged, which is to blame for a fault thrown now. */
  journey?: JourneyId | undefined;
  /** A journey whose goals after the end of an instance a bug has kept from being counted. */
  missed?: Omit<Failed, 'event'>;
}

/** A transaction under a user's lock, and the store's clock as it was read there. */
export interface UnderLock {
  readonly sql: Sql;
  readonly now: Instant;
}

/** An event that a journey could not judge. */
export interface Failed {
  readonly event: Announced;
  readonly journey: JourneyId;
  readonly fault: unknown;
}
