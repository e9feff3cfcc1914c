import { z } from 'zod';
import { broken } from '../base/refusal.ts';
import { Condition } from '../conditions/condition.ts';
import { Path } from '../conditions/path.ts';
import { EventName } from '../events/event-match.ts';
import { Duration, WaitLength } from '../time/time.ts';

/** The rule for entering again. Never by default: one entry per journey, user and entry key. */
const Reentry = z
  .discriminatedUnion('policy', [
    z.strictObject({ policy: z.literal('never') }),
    z.strictObject({ policy: z.literal('always') }).describe('As soon as the previous instance has ended'),
    z.strictObject({ policy: z.literal('after'), gap: WaitLength }).describe('Some time after the last entry'),
    z
      .strictObject({ policy: z.literal('at-most'), times: z.int().min(1).max(1000) })
      .describe('At most this many entries in total'),
  ])
  .meta({ id: 'Reentry' });

/** Fields that every type of entry has. */
export const common = {
  where: Condition.optional().describe('Only users who match this condition'),
  grace: Duration.optional().describe("How long to keep checking users who don't match yet"),
  key: Path.refine(
    (path) => path.startsWith('event.'),
    broken('an entry key is a property of the event', 'begin with event, such as "event.cartId"'),
  )
    .optional()
    .describe('What tells two instances of one user apart, such as a cart or booking'),
  whileInside: z
    .strictObject({
      deliverAs: EventName.refine(
        (name) => !name.startsWith('$'),
        broken('a name that begins with "$" is one of our own', 'choose another, such as "Added again"'),
      ).describe('The current instance receives the second entry as an event with this name'),
    })
    .optional()
    .describe('Sends a second entry with the same user and entry key to the current instance instead of ignoring it'),
  reentry: Reentry.default({ policy: 'never' }),
  capacity: z
    .strictObject({ max: z.int().min(1), per: z.enum(['hour', 'day', 'ever']) })
    .optional()
    .describe('Maximum number of entries'),
  controlGroup: z
    .number()
    .min(0)
    .max(99)
    .default(0)
    .describe(
      "Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.",
    ),
};

/** The event that enters a user: its name, and the values its properties must have. */
export interface EntryEvent {
  readonly event: string;
  readonly where?: Readonly<Record<string, string>>;
}
