import type { JourneyId } from '../base/ids.ts';

/**
 * What some version listens for: of one journey or, '', of any; one node or reason, or any. Nothing else is recorded.
 */
export interface JourneyMention {
  readonly event: string;
  readonly journey: JourneyId | '';
  readonly detail: string;
}
