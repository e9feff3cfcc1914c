import type { Condition, Leaf } from '../../journey/conditions/condition.ts';
import {
  type Aggregate,
  type ItemCondition,
  LARGEST,
  type Quantified,
  SMALLEST,
} from '../../journey/conditions/items.ts';
import { namesIn } from '../../journey/conditions/path.ts';
import { joinParts, type Part, part } from '../base/sql.ts';

/**
 * Translates a comparison of journey/conditions/condition.ts to SQL over jsonb: true where it holds, otherwise false,
 * never null. Texts are ordered by code point (collation "C"), numbers exactly. For a value of another type only the
 * negative comparisons hold. `p` is the person's row, `e` the event's.
 */
export function compareInSql(leaf: Leaf, dated: Dated): Part {
  const v = valueAt(leaf.path);
  switch (leaf.op) {
    case 'exists':
      return part`coalesce(jsonb_typeof(${v}) <> 'null', false)`;
    case 'missing':
      return part`coalesce(jsonb_typeof(${v}) = 'null', true)`;
    case '=':
      return equal(v, leaf.value);
    case '!=':
      return not(equal(v, leaf.value));
    case 'in':
      return isIn(v, leaf.value);
    case 'not-in':
      return not(isIn(v, leaf.value));
    case 'contains':
      return contains(v, leaf.value);
    case 'not-contains':
      return not(contains(v, leaf.value));
    case 'starts-with':
      return compareAffix(v, leaf.value, (text, affix) => part`starts_with(${text}, ${affix})`);
    case 'ends-with':
      return compareAffix(v, leaf.value, (text, affix) => part`right(${text}, length(${affix})) = ${affix}`);
    case 'before':
    case 'after':
      return dated(leaf, v);
    case 'any-item':
    case 'all-items':
    case 'no-item':
      return translateItems(v, leaf, dated);
    case 'count':
    case 'sum':
    case 'min':
    case 'max':
      return translateAggregate(v, leaf, dated);
    default:
      return compareOrder(v, leaf.op, leaf.value);
  }
}

type Dated = (leaf: DateComparison, value: Part) => Part;

export type DateComparison = Extract<Leaf, { readonly op: 'before' | 'after' }>;

/**
 * Translates a condition over one event. Throws if the condition asks for a membership, which only a segment itself can
 * ask for.
 */
export function conditionInSql(condition: Condition, dated: Dated): Part {
  if ('all' in condition)
    return part`(${joinParts(
      condition.all.map((each) => conditionInSql(each, dated)),
      part` and `,
    )})`;
  if ('any' in condition)
    return part`(${joinParts(
      condition.any.map((each) => conditionInSql(each, dated)),
      part` or `,
    )})`;
  if ('not' in condition) return not(conditionInSql(condition.not, dated));
  if ('segment' in condition) throw new TypeError('the filter of an event asks for membership of a segment');
  return compareInSql(condition, dated);
}

type Reference = { readonly path: string };
type Scalar = string | number | boolean;

const not = (of: Part): Part => part`(not ${of})`;
const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'path' in value;

function valueAt(path: string): Part {
  const [root, ...names] = namesIn(path);
  if (root === 'item') return part`(i.item #> ${names}::text[])`;
  return root === 'event' ? part`(e.properties #> ${names}::text[])` : part`(p.profile #> ${names}::text[])`;
}

/** Selects from the items `i` of a list that match, in their order. */
const itemsOf = (v: Part, where: ItemCondition | undefined, dated: Dated): Part =>
  part`jsonb_array_elements(case jsonb_typeof(${v}) when 'array' then ${v} else '[]' end) with ordinality as i (item, nr)
        where ${where === undefined ? part`true` : conditionInSql(where, dated)}`;

function translateItems(v: Part, { op, where }: Quantified, dated: Dated): Part {
  const matching = part`exists (select from ${itemsOf(v, where, dated)})`;
  if (op === 'any-item') return matching;
  if (op === 'no-item') return not(matching);
  return part`(exists (select from ${itemsOf(v, undefined, dated)})
               and not exists (select from ${itemsOf(v, { not: where }, dated)}))`;
}

/** Adds up as the engine does: in floating point, in the order of the list. */
function translateAggregate(v: Part, leaf: Aggregate, dated: Dated): Part {
  const items = itemsOf(v, leaf.where, dated);
  const found =
    leaf.op === 'count'
      ? part`(select count(*)::float8 from ${items})`
      : part`(select ${AGGREGATES[leaf.op]} from (select ${numberIn(valueAt(leaf.of))} as n, i.nr from ${items}) as f)`;
  return part`coalesce(${found} ${COMPARISONS[leaf.is]} ${String(leaf.value)}::float8, false)`;
}

const AGGREGATES = {
  sum: part`coalesce(sum(f.n order by f.nr), 0)`,
  min: part`min(f.n)`,
  max: part`max(f.n)`,
};

const numberIn = (v: Part): Part =>
  part`case when jsonb_typeof(${v}) <> 'number' or abs(${v}::numeric) > ${String(LARGEST)}::numeric then null
            when abs(${v}::numeric) < ${String(SMALLEST)}::numeric then 0 else ${v}::float8 end`;

const json = (value: Scalar): Part => part`${JSON.stringify(value)}::jsonb`;
const textOf = (v: Part): Part => part`(${v} #>> '{}')`;
const isScalar = (v: Part): Part => part`coalesce(jsonb_typeof(${v}) in ('string', 'number', 'boolean'), false)`;

function equal(v: Part, value: Scalar | null | Reference): Part {
  if (value === null) return part`coalesce(jsonb_typeof(${v}) = 'null', true)`;
  return isReference(value)
    ? part`(${isScalar(v)} and coalesce(${v} = ${valueAt(value.path)}, false))`
    : part`coalesce(${v} = ${json(value)}, false)`;
}

const COMPARISONS = {
  ...{ '=': part`=`, '!=': part`<>`, '>': part`>`, '>=': part`>=`, '<': part`<`, '<=': part`<=` },
};
const SIGNS = { '>': part`>`, '>=': part`>=`, '<': part`<`, '<=': part`<=` };

function compareOrder(v: Part, op: keyof typeof SIGNS, value: number | string | Reference): Part {
  const sign = SIGNS[op];
  const numbers = (other: Part) => part`${v}::numeric ${sign} ${other}`;
  const texts = (other: Part) => part`${textOf(v)} collate "C" ${sign} ${other}`;
  if (typeof value === 'number')
    return part`(case when jsonb_typeof(${v}) = 'number' then ${numbers(part`${String(value)}::numeric`)}
                 else false end)`;
  if (typeof value === 'string')
    return part`(case when jsonb_typeof(${v}) = 'string' then ${texts(part`${value}::text`)} else false end)`;
  const w = valueAt(value.path);
  return part`(case when jsonb_typeof(${v}) = 'number' and jsonb_typeof(${w}) = 'number'
                      then ${numbers(part`${w}::numeric`)}
                    when jsonb_typeof(${v}) = 'string' and jsonb_typeof(${w}) = 'string' then ${texts(textOf(w))}
                    else false end)`;
}

/** A list `@>` a scalar holds if the scalar is an element. */
const isIn = (v: Part, value: readonly Scalar[] | Reference): Part =>
  isReference(value)
    ? part`(${isScalar(v)}
            and coalesce(jsonb_typeof(${valueAt(value.path)}) = 'array' and ${valueAt(value.path)} @> ${v}, false))`
    : part`coalesce(${v} = any(${value.map((each) => JSON.stringify(each))}::text[]::jsonb[]), false)`;

function contains(v: Part, value: Scalar | Reference): Part {
  const w = isReference(value) ? valueAt(value.path) : json(value);
  const has = part`case when jsonb_typeof(${w}) = 'string' then strpos(${textOf(v)}, ${textOf(w)}) > 0 else false end`;
  return part`(case jsonb_typeof(${v}) when 'string' then ${has}
                                       when 'array' then ${isScalar(w)} and ${v} @> ${w}
                                       else false end)`;
}

function compareAffix(v: Part, value: string | Reference, is: (text: Part, affix: Part) => Part): Part {
  const w = isReference(value) ? valueAt(value.path) : json(value);
  return part`(case when jsonb_typeof(${v}) = 'string' and jsonb_typeof(${w}) = 'string'
                    then ${is(textOf(v), textOf(w))} else false end)`;
}
