import { z } from 'zod';
import { EventMatch, EventName, type Matching, match } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { after, type Instant, inWords, WaitLength } from '../time/time.ts';
import { common } from './define.ts';

const schema = z.strictObject({
  type: z.literal('inaction'),
  event: EventName.describe('Name of the event that starts the clock'),
  without: EventMatch.describe("Users who do this in time don't enter. The last millisecond still counts."),
  within: WaitLength.describe("Time limit. Repeating the first event doesn't restart it."),
  ...common,
});
export type InactionEntry = z.infer<typeof schema>;

/**
 * Whoever does one thing and then not another within a time. Until then it is a row that waits, and no workflow (design.md §8). Who enters, does
 * so at the end of the time, however late that is noticed. The filter must hold at the event and at the end.
 */
export const inaction = {
  type: 'inaction' as const,
  title: 'Did, then did not',
  about:
    'Users enter if they do one thing but not another within a time limit, such as abandoning a cart or not finishing a sign-up.',
  example: {
    type: 'inaction' as const,
    event: 'Added to Cart',
    without: { event: 'Charged' },
    within: '2m',
  },
  schema,
  describe: ({ event, without, within }: InactionEntry) =>
    `When ${event} happens and ${without.event} does not within ${inWords(within)}`,
};

/** When somebody enters who has done the first thing at this instant and does not do the other. */
export const qualifiesAt = ({ within }: InactionEntry, at: Instant, zone: string): Instant => after(at, within, zone);

/** Whether they have done the other: among events since the first one, up to an instant. */
export const hasActed = (
  { without }: InactionEntry,
  events: readonly JourneyEvent[],
  upTo: Instant,
  around: Matching,
): boolean => events.some((event) => event.at <= upTo && match(without, event, around).is === 'yes');
