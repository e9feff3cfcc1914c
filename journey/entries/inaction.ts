import { z } from 'zod';
import { EventMatch, EventName, type Matching, match } from '../event-match.ts';
import type { JourneyEvent } from '../input.ts';
import { after, type Instant, inWords, WaitLength } from '../time.ts';
import { common } from './define.ts';

const schema = z.strictObject({
  type: z.literal('inaction'),
  event: EventName.describe('Name of the event that begins the time'),
  without: EventMatch.describe('Who does this within it does not enter; at its last millisecond still counts'),
  within: WaitLength.describe('How long it may take. A second event of the first kind does not begin it anew'),
  ...common,
});
export type InactionEntry = z.infer<typeof schema>;

/**
 * Whoever does one thing and then not another within a time. Until then it is a row that waits, and no workflow (design.md §8). Who enters, does
 * so at the end of the time, however late that is noticed. The filter must hold at the event and at the end.
 */
export const inaction = {
  type: 'inaction' as const,
  title: 'Did one thing and then not another',
  about:
    'Whoever does one thing and then not another within a time enters when that time is over: a cart that is left, a sign-up that is not finished.',
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
