import type { JourneyId } from '../base/ids.ts';

/** What journeys do is an event like any other: `{journey, key, node | reason, goal}` (design.md §8). */
export const JOURNEY_ENTERED = '$journey.entered';
export const JOURNEY_REACHED = '$journey.reached';
export const JOURNEY_EXITED = '$journey.exited';
export const JOURNEY_EVENTS: readonly string[] = [JOURNEY_ENTERED, JOURNEY_REACHED, JOURNEY_EXITED];

/** What some version listens for: of one journey or, '', of any; one node or reason, or any. Nothing else is recorded. */
export interface JourneyMention {
  readonly event: string;
  readonly journey: JourneyId | '';
  readonly detail: string;
}
