import { z } from 'zod';
import { Condition } from '../conditions/condition.ts';
import { Path } from '../conditions/path.ts';
import { EventName } from '../event-match.ts';
import { broken } from '../refusal.ts';
import { Duration, WaitLength } from '../time.ts';

/** May somebody who has been inside come again? Never is the default: one pass per journey, person and entry key. */
const Reentry = z
  .discriminatedUnion('policy', [
    z.strictObject({ policy: z.literal('never') }),
    z.strictObject({ policy: z.literal('always') }).describe('As soon as the last pass has ended'),
    z.strictObject({ policy: z.literal('after'), gap: WaitLength }).describe('A while after the last entry'),
    z.strictObject({ policy: z.literal('at-most'), times: z.int().min(1).max(1000) }).describe('So many passes in all'),
  ])
  .meta({ id: 'Reentry' });

/** What every kind of entry has. */
export const common = {
  where: Condition.optional().describe('Only those for whom this holds'),
  grace: Duration.optional().describe('A filter that does not hold is tried again for so long'),
  key: Path.refine(
    (path) => path.startsWith('event.'),
    broken('an entry key is a property of the event', 'begin with event, such as "event.cartId"'),
  )
    .optional()
    .describe('What tells two instances of one person apart: a cart, a booking'),
  whileInside: z
    .strictObject({
      deliverAs: EventName.refine(
        (name) => !name.startsWith('$'),
        broken('a name that begins with "$" is one of our own', 'choose another, such as "Added again"'),
      ).describe('The live instance sees the second entry as an event of this name'),
    })
    .optional()
    .describe(
      'A second entry while the same person and entry key is inside goes to the live instance, instead of nowhere',
    ),
  reentry: Reentry.default({ policy: 'never' }),
  capacity: z
    .strictObject({ max: z.int().min(1), per: z.enum(['hour', 'day', 'ever']) })
    .optional()
    .describe('So many entries and no more'),
  controlGroup: z
    .number()
    .min(0)
    .max(99)
    .default(0)
    .describe(
      'Percent of the qualified who get nothing, so that lift can be measured. Who they are stays the same in every version and at every entry; their goals are counted from the entry',
    ),
};

/** What lets a person in by the one road: an event of this name whose properties have these values. */
export interface EntryEvent {
  readonly event: string;
  readonly where?: Readonly<Record<string, string>>;
}
