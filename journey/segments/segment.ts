import { z } from 'zod';
import { guard, list, text } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import { MOST } from '../base/limits.ts';
import { Condition, Leaf } from '../conditions/condition.ts';
import { costFlaw } from '../conditions/cost.ts';
import { MOMENT_FORMS, MOST_DAYS } from '../conditions/moments.ts';
import { EventName } from '../events/event-match.ts';
import { DateOrder, Duration } from '../time/time.ts';

/**
 * A named condition over a user's profile and past events (design.md §8). Two evaluators read it and must agree:
 * evaluate.ts for one user in memory, and store/segments/to-sql.ts for many. Durations are exact: a day is 24 hours, so
 * every user's window has the same length, and DST moves nobody back into one (docs/decisions/0013). Calendar days
 * follow the user's time zone.
 */

const Moment = z.union(MOMENT_FORMS).describe("A date or time. Without an offset, it's in the user's time zone.");
export type Moment = z.infer<typeof Moment>;

const where = Condition.optional().describe('Only events that match this condition, which reads event.…');
/** Number of events of one name that are read: the latest ones, or the first ones for `first`. */
export const LOOKED_AT = 1000;

const counted = {
  where,
  atLeast: z.int().min(0).max(LOOKED_AT).default(1),
  atMost: z
    .int()
    .min(0)
    .max(LOOKED_AT - 1)
    .optional(),
  within: Duration.optional().describe(
    'How far back from now to count. Any time if omitted. An event of exactly that age still counts.',
  ),
  days: z
    .int()
    .min(1)
    .max(MOST_DAYS)
    .optional()
    .describe("Instead of within: how many calendar days to count in the user's time zone, including today"),
};

const Did = z.strictObject({ did: EventName, ...counted });
const DidNot = z.strictObject({ didNot: EventName, ...counted });
const FirstBefore = z.strictObject({ first: EventName, where, before: Moment });
const FirstAfter = z.strictObject({ first: EventName, where, after: Moment });
const LastBefore = z.strictObject({ last: EventName, where, before: Moment });
const LastAfter = z.strictObject({ last: EventName, where, after: Moment });
const InSegment = z.strictObject({ inSegment: Slug.describe('ID of another segment') });

export type Counted = Omit<z.infer<typeof Did>, 'did'>;
export type Once = z.infer<typeof FirstBefore | typeof FirstAfter | typeof LastBefore | typeof LastAfter>;

export type SegmentLeaf = Leaf | z.infer<typeof Did> | z.infer<typeof DidNot> | Once | z.infer<typeof InSegment>;
export type SegmentCondition =
  | SegmentLeaf
  | { readonly all: readonly SegmentCondition[] }
  | { readonly any: readonly SegmentCondition[] }
  | { readonly not: SegmentCondition };

const Part: z.ZodType<SegmentCondition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: list(Part, 50, 1) }),
      z.strictObject({ any: list(Part, 50, 1) }),
      z.strictObject({ not: Part }),
      Did,
      DidNot,
      FirstBefore,
      FirstAfter,
      LastBefore,
      LastAfter,
      InSegment,
      Leaf,
    ]),
  )
  .meta({ id: 'SegmentPart' });

/** A segment's condition. Its cost is checked before its parts are parsed. */
export const SegmentCondition: z.ZodType<SegmentCondition> = guard(Part, (input) =>
  costFlaw(input, {
    depth: 10,
    parts: 100,
    filters: 500,
    words: {
      name: 'segment',
      part: 'parts',
      flatten: 'name a part of it as a segment, and use inSegment',
      shorten: 'name some of its parts as a segment, and use inSegment',
    },
  }),
).meta({ id: 'SegmentCondition' });

export const Segment = z
  .strictObject({
    schema: z.literal(1).default(1).describe('Version of this format'),
    id: Slug.describe('Stable ID, used by journeys and other segments'),
    name: text(MOST.name, { min: 1 }),
    description: text(MOST.description).optional(),
    condition: SegmentCondition,
    dateOrder: DateOrder.optional().describe(
      "How dates such as `03/10/2026` are written. Saving fills in the workspace's setting. Without either, they aren't read.",
    ),
  })
  .meta({
    id: 'Segment',
    description: 'A condition over profiles and past events that decides who belongs to the segment',
  });
export type Segment = z.infer<typeof Segment>;
/** A segment as authors write it, with optional fields left out. */
export type SegmentInput = z.input<typeof Segment>;

/** Lists the leaves of a condition, in order. */
export function leavesOf(condition: SegmentCondition): readonly SegmentLeaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return 'not' in condition ? leavesOf(condition.not) : [condition];
}

/** Returns the past event that a leaf reads, and its filter; undefined if it reads none. */
export function pastOf(
  leaf: SegmentLeaf,
): { readonly event: string; readonly where: Condition | undefined } | undefined {
  if ('did' in leaf) return { event: leaf.did, where: leaf.where };
  if ('didNot' in leaf) return { event: leaf.didNot, where: leaf.where };
  if ('first' in leaf) return { event: leaf.first, where: leaf.where };
  return 'last' in leaf ? { event: leaf.last, where: leaf.where } : undefined;
}
