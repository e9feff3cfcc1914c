import { z } from 'zod';
import { assertNever } from '../base/assert-never.ts';
import { guard, list, text } from '../base/bounded.ts';
import { Slug } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import type { Instant } from '../time/time.ts';
import { costFlaw } from './cost.ts';
import {
  type Aggregate,
  Counted,
  describeItems,
  type ItemTests,
  Measured,
  Quantified,
  testAggregate,
  testItems,
} from './items.ts';
import { Calendar, type DateReading, describeMoment, MOMENT_FORMS, readDate, type Span, spanOf } from './moments.ts';
import { lookUp, lookUpIn, Path, type Values } from './path.ts';

/**
 * The condition language of filters (`where`), branch rules, goals and exits. It is typed JSON with a closed set of
 * operators, without code or regular expressions. A value that is missing or has another type satisfies only `!=`,
 * `not-in`, `not-contains` and `missing`.
 */
const Scalar = z.union([text(MOST.compared), z.number(), z.boolean()]);
const Reference = z.strictObject({ path: Path }).describe('The value found at another path');
const Moment = z.union([...MOMENT_FORMS, Reference]).describe('A moment');

const leaf = <const Op extends readonly string[], Value extends z.ZodType>(ops: Op, value: Value) =>
  z.strictObject({ path: Path, op: z.enum(ops), value });

const Compared = leaf(['=', '!='], z.union([Scalar, z.null(), Reference]));
const Ordered = leaf(['>', '>=', '<', '<='], z.union([z.number(), text(MOST.compared), Reference]));
const Listed = leaf(['in', 'not-in'], z.union([list(Scalar, MOST.listed), Reference]));
const Contained = leaf(['contains', 'not-contains'], z.union([Scalar, Reference]));
const Affixed = leaf(['starts-with', 'ends-with'], z.union([text(MOST.compared), Reference]));
const Dated = z.strictObject({ path: Path, op: z.enum(['before', 'after']), value: Moment, calendar: Calendar });
const Present = z.strictObject({ path: Path, op: z.enum(['exists', 'missing']) });
export const Leaf = z.discriminatedUnion('op', [
  Compared,
  Ordered,
  Listed,
  Contained,
  Affixed,
  Dated,
  Present,
  Quantified,
  Counted,
  Measured,
]);
export type Leaf = z.infer<typeof Leaf>;

/** Tests whether the user is currently in a segment. */
const Member = z
  .strictObject({ segment: Slug.describe('Segment ID'), is: z.enum(['in', 'not-in']) })
  .describe('Membership of a segment');
type Member = z.infer<typeof Member>;

export type Condition =
  | Leaf
  | Member
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

const Branch: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: list(Branch, 50, 1) }),
      z.strictObject({ any: list(Branch, 50, 1) }),
      z.strictObject({ not: Branch }),
      Member,
      Leaf,
    ]),
  )
  .meta({ id: 'ConditionPart' });

/** A condition. Its cost is checked before its parts are parsed. */
export const Condition: z.ZodType<Condition> = guard(Branch, (input) =>
  costFlaw(input, {
    depth: 10,
    parts: 100,
    words: {
      name: 'condition',
      part: 'comparisons',
      flatten: 'say it with fewer of all, any and not',
      shorten: 'use "in" with a list, or several rules of a branch',
    },
  }),
).meta({ id: 'Condition' });

/** The result of a condition, and the values it read. Operators see these values as the reason. */
export interface Verdict {
  readonly holds: boolean;
  readonly read: Readonly<Record<string, JsonValue>>;
}

/** The present, and what dates are read by. */
export interface Surroundings extends DateReading {
  readonly now: Instant;
}

/**
 * Returns whether a condition holds, and every value it read. Pure. Never throws for a parsed condition, whatever the
 * values are. A path that leads nowhere reads as null.
 *
 * @example
 * const values = { profile: { plan: 'gold' }, context: {} };
 * evaluate({ path: 'profile.plan', op: '=', value: 'gold' }, values, { now, zone: 'UTC' });
 * // { holds: true, read: { 'profile.plan': 'gold' } }
 */
export function evaluate(condition: Condition, values: Values, around: Surroundings): Verdict {
  const read: Record<string, JsonValue> = {};
  const known: Known = {
    look(path) {
      const value = lookUp(path, values);
      read[path] = value ?? null;
      return value;
    },
    isIn(segment) {
      const is = values.segments?.includes(segment) ?? false;
      read[`segment.${segment}`] = is;
      return is;
    },
  };
  return { holds: testCondition(condition, known, around), read };
}

type Look = (path: Path) => JsonValue | undefined;
interface Known {
  readonly look: Look;
  readonly isIn: (segment: string) => boolean;
}

function testCondition(condition: Condition, known: Known, around: Surroundings): boolean {
  if ('all' in condition) return condition.all.every((each) => testCondition(each, known, around));
  if ('any' in condition) return condition.any.some((each) => testCondition(each, known, around));
  if ('not' in condition) return !testCondition(condition.not, known, around);
  if ('segment' in condition) return known.isIn(condition.segment) === (condition.is === 'in');
  return testLeaf(condition, known.look, around);
}

function testLeaf(leafOf: Leaf, look: Look, around: Surroundings): boolean {
  const left = look(leafOf.path);
  switch (leafOf.op) {
    case 'exists':
      return left !== undefined && left !== null;
    case 'missing':
      return left === undefined || left === null;
    case '=':
      return areEqual(left, leafOf.value, look);
    case '!=':
      return !areEqual(left, leafOf.value, look);
    case '>':
      return compareOrder(left, resolveValue(leafOf.value, look), (sign) => sign > 0);
    case '>=':
      return compareOrder(left, resolveValue(leafOf.value, look), (sign) => sign >= 0);
    case '<':
      return compareOrder(left, resolveValue(leafOf.value, look), (sign) => sign < 0);
    case '<=':
      return compareOrder(left, resolveValue(leafOf.value, look), (sign) => sign <= 0);
    case 'in':
      return isIn(left, resolveValue(leafOf.value, look));
    case 'not-in':
      return !isIn(left, resolveValue(leafOf.value, look));
    case 'contains':
      return contains(left, resolveValue(leafOf.value, look));
    case 'not-contains':
      return !contains(left, resolveValue(leafOf.value, look));
    case 'starts-with':
      return testAffix(left, resolveValue(leafOf.value, look), (text, part) => text.startsWith(part));
    case 'ends-with':
      return testAffix(left, resolveValue(leafOf.value, look), (text, part) => text.endsWith(part));
    case 'any-item':
    case 'all-items':
    case 'no-item':
      return testItems(leafOf, left, itemTests(around));
    case 'count':
    case 'sum':
    case 'min':
    case 'max':
      return testAggregate(leafOf, left, itemTests(around));
    case 'before':
      return compareDate(left, leafOf, look, around, (at, { from }) => at < from);
    case 'after':
      return compareDate(left, leafOf, look, around, (at, { to }) => at > to);
    default:
      return assertNever(leafOf);
  }
}

const itemTests = (around: Surroundings): ItemTests => {
  const look = (path: string, item: JsonValue) => lookUpIn(path, { item });
  return {
    look,
    holds: (where, item) => testCondition(where, { look: (path) => look(path, item), isIn: () => false }, around),
  };
};

type Given = Exclude<Leaf, z.infer<typeof Present> | z.infer<typeof Dated> | Quantified | Aggregate>['value'];

const resolveValue = (value: Given, look: Look): JsonValue | undefined =>
  typeof value === 'object' && value !== null && 'path' in value ? look(value.path) : value;

type Scalar = string | number | boolean;
const isScalar = (value: JsonValue | undefined): value is Scalar =>
  value !== undefined && value !== null && typeof value !== 'object';

/**
 * Compares two values. A literal `null` in the condition means "missing". Two missing values aren't equal, and arrays
 * and objects equal nothing.
 */
function areEqual(a: JsonValue | undefined, value: z.infer<typeof Compared>['value'], look: Look): boolean {
  const isMissing = a === undefined || a === null;
  return value === null ? isMissing : isScalar(a) && a === resolveValue(value, look);
}

function compareOrder(a: JsonValue | undefined, b: JsonValue | undefined, holds: (sign: number) => boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return holds(a - b);
  if (typeof a === 'string' && typeof b === 'string') return holds(byCodePoint(a, b));
  return false;
}

/** Compares two texts by code point, like PostgreSQL with the C collation. JavaScript's `<` would put 😀 before ﬀ. */
function byCodePoint(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  if (at === a.length || at === b.length) return a.length - b.length;
  return rankUnit(a.charCodeAt(at)) - rankUnit(b.charCodeAt(at));
}

/** Ranks a UTF-16 code unit. Surrogates rank above all others, since they encode the highest code points. */
const rankUnit = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

const isIn = (a: JsonValue | undefined, list: JsonValue | undefined): boolean =>
  isScalar(a) && Array.isArray(list) && list.includes(a);

const contains = (a: JsonValue | undefined, part: JsonValue | undefined): boolean =>
  typeof a === 'string' ? typeof part === 'string' && a.includes(part) : isIn(part, a);

const testAffix = (
  a: JsonValue | undefined,
  part: JsonValue | undefined,
  holds: (text: string, part: string) => boolean,
) => typeof a === 'string' && typeof part === 'string' && holds(a, part);

function compareDate(
  left: JsonValue | undefined,
  { value, calendar }: z.infer<typeof Dated>,
  look: Look,
  around: Surroundings,
  holds: (at: Instant, span: Span) => boolean,
): boolean {
  const at = readDate(left, around, calendar);
  const span = resolveSpan(value, look, around, calendar);
  return at !== undefined && span !== undefined && holds(at, span);
}

function resolveSpan(
  value: z.infer<typeof Moment>,
  look: Look,
  around: Surroundings,
  calendar: boolean | undefined,
): Span | undefined {
  if (typeof value === 'string' || !('path' in value)) return spanOf(value, around);
  const at = readDate(look(value.path), around, calendar);
  return at === undefined ? undefined : { from: at, to: at };
}

/** Lists a condition's comparisons, in order. */
export function leaves(condition: Condition): readonly (Leaf | Member)[] {
  if ('all' in condition) return condition.all.flatMap(leaves);
  if ('any' in condition) return condition.any.flatMap(leaves);
  return 'not' in condition ? leaves(condition.not) : [condition];
}

/** Lists every path that a condition reads. */
export const pathsIn = (condition: Condition): readonly Path[] =>
  leaves(condition).flatMap((each) =>
    'segment' in each
      ? []
      : [
          each.path,
          ...('value' in each && typeof each.value === 'object' && each.value !== null && 'path' in each.value
            ? [each.value.path]
            : []),
        ],
  );

/** Lists the IDs of the segments that a condition tests. */
export const segmentsIn = (condition: Condition): readonly string[] =>
  leaves(condition).flatMap((each) => ('segment' in each ? [each.segment] : []));

/** Describes a condition as a sentence: `profile.plan is "free" and event.amount > 50`. */
export function describeCondition(condition: Condition): string {
  if ('all' in condition) return condition.all.map(bracket).join(' and ');
  if ('any' in condition) return condition.any.map(bracket).join(' or ');
  if ('not' in condition) return `not (${describeCondition(condition.not)})`;
  if ('segment' in condition) return `${condition.is.replace('-', ' ')} segment ${condition.segment}`;
  if ('is' in condition || 'where' in condition) return describeItems(condition, describeCondition);
  const words = condition.op === '=' ? 'is' : condition.op === '!=' ? 'is not' : condition.op.replaceAll('-', ' ');
  return 'value' in condition
    ? `${condition.path} ${words} ${describeValue(condition.value)}`
    : `${condition.path} ${words}`;
}

const bracket = (condition: Condition) =>
  'all' in condition || 'any' in condition ? `(${describeCondition(condition)})` : describeCondition(condition);

function describeValue(value: Given | z.infer<typeof Moment>): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  return 'path' in value ? value.path : describeMoment(value);
}
