import { z } from 'zod';
import { instant } from '../time/time.ts';

/** A test user's clock stops here, as in the SQL function `user_time`: at the end of the year 9999. */
export const TEST_CLOCK_ENDS = instant(Date.parse('9999-12-31T23:59:59.999Z'));

/** Fastest clock of a test user: a day takes less than a second. */
export const MOST_SPEED = 100_000;

/**
 * A user who tries live journeys: their clock can run faster than others', and they count nowhere.
 *
 * @example
 * const tester: TestUser = { speed: 3_600, sends: 'captured' }; // an hour takes a second
 */
export const TestUser = z.strictObject({
  speed: z
    .int()
    .min(1)
    .max(MOST_SPEED)
    .describe('How many times as fast as real time the user’s clock runs: with 3600, an hour takes a second'),
  sends: z
    .enum(['captured', 'real'])
    .describe('`captured`: messages and webhooks go to the inbox only. `real`: providers deliver them.'),
});
export type TestUser = z.infer<typeof TestUser>;
