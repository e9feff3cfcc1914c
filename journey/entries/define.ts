import { z } from 'zod';
import type { JsonObject } from '../base/json.ts';
import { broken } from '../base/refusal.ts';
import { Condition } from '../conditions/condition.ts';
import { Path, rootOf } from '../conditions/path.ts';
import { EventName } from '../events/event-match.ts';
import type { DateSettings } from '../people/profile.ts';
import { Duration, type Instant, WaitLength } from '../time/time.ts';

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
    (path) => rootOf(path) === 'event',
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

/** Moments in a user's profile at which they enter, such as a date in a trait. */
export interface ProfileMoments {
  /** The trait that has the moment. Users without it have none. */
  readonly trait: string;
  /** The traits whose change may move the moment. */
  readonly movedBy: readonly string[];
  /** Returns the first moment after an instant; undefined if there is none. */
  nextAfter(profile: JsonObject, settings: DateSettings, after: Instant): Instant | undefined;
}

/** A type of entry, with everything that the product needs to know about it. */
export interface EntryDefinition<Type extends string, Schema extends z.ZodType> {
  readonly type: Type;
  readonly title: string;
  /** Help for authors, in the builder and the reference. */
  readonly about: string;
  readonly example: z.input<Schema> & { readonly type: Type };
  readonly schema: Schema;
  /** Describes an entry in a sentence. */
  describe(entry: z.output<Schema>): string;
  /** The event that enters users. Without it, users enter only on request, by `$journey.enter`. */
  entryEvent?(entry: z.output<Schema>): EntryEvent;
  /** For types whose users enter at moments of their profile. Their entry event is `$profile.changed`. */
  moments?(entry: z.output<Schema>): ProfileMoments;
  /** Returns whether the entry lets the same user in several times by itself. */
  repeats?(entry: z.output<Schema>): boolean;
}

/**
 * Defines a type of entry.
 *
 * @example
 * export const api = defineEntry({
 *   type: 'api',
 *   title: 'API call',
 *   about: 'Your service enters a user.',
 *   example: { type: 'api' },
 *   schema: z.strictObject({ type: z.literal('api'), ...common }),
 *   describe: () => 'When your service calls the API',
 * });
 */
export const defineEntry = <Type extends string, Schema extends z.ZodType>(
  definition: EntryDefinition<Type, Schema>,
): EntryDefinition<Type, Schema> => definition;
