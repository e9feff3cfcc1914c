import type { JourneyId } from '../base/ids.ts';

/**
 * Journey events that some version listens for; no others are recorded. An empty journey means any journey, an empty
 * detail any node or reason.
 */
export interface JourneyMention {
  readonly event: string;
  readonly journey: JourneyId | '';
  readonly detail: string;
}
