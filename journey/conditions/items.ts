import { z } from 'zod';
import { assertNever } from '../base/assert-never.ts';
import { guard, list, text } from '../base/bounded.ts';
import type { JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import { costFlaw } from './cost.ts';
import { Path } from './path.ts';

/**
 * Conditions about the items of a list, such as the products of an order: any, all or none of them match, or their
 * count, sum, least or greatest value is compared. Anything that isn't a list has no items.
 */

/** The path of a value in an item; `item` alone is the item itself. */
export const ItemPath = text(MOST.path)
  .regex(/^item(\.[^.[]{1,200}|\["([^"\\]|\\["\\]){0,200}"\]){0,10}$/, 'begin with item, such as "item.category"')
  .describe('Where a value is found in an item: "item.category", or "item" for itself');

const Scalar = z.union([text(MOST.compared), z.number(), z.boolean()]);
const leaf = <const Op extends readonly string[], Value extends z.ZodType>(ops: Op, value: Value) =>
  z.strictObject({ path: ItemPath, op: z.enum(ops), value });

const ItemLeaf = z.discriminatedUnion('op', [
  leaf(['=', '!='], z.union([Scalar, z.null()])),
  leaf(['>', '>=', '<', '<='], z.union([z.number(), text(MOST.compared)])),
  leaf(['in', 'not-in'], list(Scalar, MOST.listed)),
  leaf(['contains', 'not-contains'], Scalar),
  leaf(['starts-with', 'ends-with'], text(MOST.compared)),
  leaf(['before', 'after'], text(MOST.moment).describe('A date or date-time, ISO 8601')),
  z.strictObject({ path: ItemPath, op: z.enum(['exists', 'missing']) }),
]);
type ItemLeaf = z.infer<typeof ItemLeaf>;

export type ItemCondition =
  | ItemLeaf
  | { readonly all: readonly ItemCondition[] }
  | { readonly any: readonly ItemCondition[] }
  | { readonly not: ItemCondition };

const Part: z.ZodType<ItemCondition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: list(Part, 20, 1) }),
      z.strictObject({ any: list(Part, 20, 1) }),
      z.strictObject({ not: Part }),
      ItemLeaf,
    ]),
  )
  .meta({ id: 'ItemConditionPart' });

/** A condition about one item of a list. Its cost is checked before its parts are parsed. */
export const ItemCondition: z.ZodType<ItemCondition> = guard(Part, (input) =>
  costFlaw(input, {
    depth: 5,
    parts: 20,
    words: {
      name: 'condition about items',
      part: 'comparisons',
      flatten: 'say it with fewer of all, any and not',
      shorten: 'use "in" with a list',
    },
  }),
).meta({ id: 'ItemCondition' });

export const Quantified = z
  .strictObject({ path: Path, op: z.enum(['any-item', 'all-items', 'no-item']), where: ItemCondition })
  .describe('Any, all or none of the items of a list match. An empty list has no items, so not all of them match.');
export type Quantified = z.infer<typeof Quantified>;

const SIGNS = ['=', '!=', '>', '>=', '<', '<='] as const;
const compared = {
  path: Path,
  is: z.enum(SIGNS).describe('How it is compared with the value'),
  value: z.number(),
  where: ItemCondition.optional().describe('Only items that match'),
};
export const Counted = z
  .strictObject({ op: z.literal('count'), ...compared })
  .describe('The number of items in a list');
export const Measured = z
  .strictObject({ op: z.enum(['sum', 'min', 'max']), of: ItemPath.describe('The number in each item'), ...compared })
  .describe('The sum, least or greatest number in the items of a list. Items without a number are left out.');
export type Aggregate = z.infer<typeof Counted> | z.infer<typeof Measured>;

/** Larger numbers are left out of a sum, and smaller ones count as 0, since PostgreSQL can't add them up. */
export const LARGEST = 1e300;
export const SMALLEST = 1e-300;

/** The tests of one item, and how its values are read. */
export interface ItemTests {
  readonly holds: (where: ItemCondition, item: JsonValue) => boolean;
  readonly look: (path: string, item: JsonValue) => JsonValue | undefined;
}

const itemsOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** Returns whether any, all or none of the items in a value match. */
export function testItems({ op, where }: Quantified, value: JsonValue | undefined, { holds }: ItemTests): boolean {
  const items = itemsOf(value);
  switch (op) {
    case 'any-item':
      return items.some((item) => holds(where, item));
    case 'all-items':
      return items.length > 0 && items.every((item) => holds(where, item));
    case 'no-item':
      return !items.some((item) => holds(where, item));
    default:
      return assertNever(op);
  }
}

/** Returns whether the count, sum, least or greatest value of the items in a value compares as wanted. */
export function testAggregate(leafOf: Aggregate, value: JsonValue | undefined, tests: ItemTests): boolean {
  const { where, is, value: wanted } = leafOf;
  const items = itemsOf(value).filter((item) => where === undefined || tests.holds(where, item));
  const found = leafOf.op === 'count' ? items.length : measure(leafOf, items, tests);
  return found !== undefined && compare(found, is, wanted);
}

function measure(
  { op, of }: z.infer<typeof Measured>,
  items: readonly JsonValue[],
  { look }: ItemTests,
): number | undefined {
  const numbers = items.flatMap((item) => {
    const value = look(of, item);
    if (typeof value !== 'number' || Math.abs(value) > LARGEST) return [];
    return [Math.abs(value) < SMALLEST ? 0 : value];
  });
  if (op === 'sum') return numbers.reduce((sum, each) => sum + each, 0);
  if (numbers.length === 0) return undefined;
  return numbers.reduce((one, other) => (op === 'min' ? Math.min(one, other) : Math.max(one, other)));
}

function compare(found: number, is: (typeof SIGNS)[number], wanted: number): boolean {
  switch (is) {
    case '=':
      return found === wanted;
    case '!=':
      return found !== wanted;
    case '>':
      return found > wanted;
    case '>=':
      return found >= wanted;
    case '<':
      return found < wanted;
    case '<=':
      return found <= wanted;
    default:
      return assertNever(is);
  }
}

/** Lists the paths that a leaf reads in the items of its list. */
export function itemPathsIn(leafOf: Quantified | Aggregate): readonly string[] {
  const inWhere = leafOf.where === undefined ? [] : leavesIn(leafOf.where).map(({ path }) => path);
  return 'of' in leafOf ? [leafOf.of, ...inWhere] : inWhere;
}

/** Lists the comparisons of a condition about items. */
export function leavesIn(condition: ItemCondition): readonly ItemLeaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesIn);
  if ('any' in condition) return condition.any.flatMap(leavesIn);
  return 'not' in condition ? leavesIn(condition.not) : [condition];
}

/** Describes a leaf about items: `any item of event.products where item.category is "Cards"`. */
export function describeItems(leafOf: Quantified | Aggregate, describe: (where: ItemCondition) => string): string {
  const where = leafOf.where === undefined ? '' : ` where ${describe(leafOf.where)}`;
  if (!('is' in leafOf)) return `${leafOf.op.replace('-', ' ')} of ${leafOf.path}${where}`;
  const what = leafOf.op === 'count' ? 'count of items' : `${leafOf.op} of ${leafOf.of}`;
  return `${what} in ${leafOf.path}${where} ${leafOf.is === '=' ? 'is' : leafOf.is === '!=' ? 'is not' : leafOf.is} ${leafOf.value}`;
}
