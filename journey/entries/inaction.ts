import { z } from 'zod';
import { EventMatch, EventName, type Matching, match } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { after, type Instant, inWords, WaitLength } from '../time/time.ts';
import { common, defineEntry } from './define.ts';

const schema = z.strictObject({
  type: z.literal('inaction'),
  event: EventName.describe('Name of the event that starts the clock'),
  without: EventMatch.describe("Users who do this in time don't enter. The last millisecond still counts."),
  within: WaitLength.describe("Time limit. Repeating the first event doesn't restart it."),
  ...common,
});
export type InactionEntry = z.infer<typeof schema>;

/**
 * Users enter if they do one thing and not another within a time limit. Until then the entry is a row with a due date,
 * not a workflow (design.md §8). The user enters exactly at the end of the time, even if it is processed later. The
 * filter must hold both at the event and at the end.
 */
export const inaction = defineEntry({
  type: 'inaction',
  title: 'Did, then did not',
  about:
    'Users enter if they do one thing but not another within a time limit, such as abandoning a cart or not finishing a sign-up.',
  example: {
    type: 'inaction',
    event: 'Added to Cart',
    without: { event: 'Charged' },
    within: '2m',
  },
  schema,
  describe: ({ event, without, within }) =>
    `When ${event} happens and ${without.event} does not within ${inWords(within)}`,
  entryEvent: ({ event: name }) => ({ event: name }),
});

/** Returns when a user enters who did the first thing at this instant and doesn't do the other. */
export const qualifiesAt = ({ within }: InactionEntry, at: Instant, zone: string): Instant => after(at, within, zone);

/** Returns whether the user has done the other thing up to an instant. `events` are those since the first thing. */
export const hasActed = (
  { without }: InactionEntry,
  events: readonly JourneyEvent[],
  upTo: Instant,
  around: Matching,
): boolean => events.some((event) => event.at <= upTo && match(without, event, around).is === 'yes');
