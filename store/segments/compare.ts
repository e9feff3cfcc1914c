import type { Condition, Leaf } from '../../journey/conditions/condition.ts';
import { namesIn } from '../../journey/conditions/path.ts';
import { joinParts, type Part, part } from '../base/sql.ts';

/**
 * Translates a comparison of journey/conditions/condition.ts to SQL over jsonb: true where it holds, otherwise false,
 * never null. Texts are ordered by code point (collation "C"), numbers exactly. For a value of another type only the
 * negative comparisons hold. `p` is the person's row, `e` the event's.
 */
export function compareInSql(leaf: Leaf, dated: (leaf: DateComparison, value: Part) => Part): Part {
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
    default:
      return compareOrder(v, leaf.op, leaf.value);
  }
}

export type DateComparison = Extract<Leaf, { readonly op: 'before' | 'after' }>;

/**
 * Translates a condition over one event. Throws if the condition asks for a membership, which only a segment itself can
 * ask for.
 */
export function conditionInSql(condition: Condition, dated: (leaf: DateComparison, value: Part) => Part): Part {
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
  return root === 'event' ? part`(e.properties #> ${names}::text[])` : part`(p.profile #> ${names}::text[])`;
}

const json = (value: Scalar): Part => part`${JSON.stringify(value)}::jsonb`;
const textOf = (v: Part): Part => part`(${v} #>> '{}')`;
const isScalar = (v: Part): Part => part`coalesce(jsonb_typeof(${v}) in ('string', 'number', 'boolean'), false)`;

function equal(v: Part, value: Scalar | null | Reference): Part {
  if (value === null) return part`coalesce(jsonb_typeof(${v}) = 'null', true)`;
  return isReference(value)
    ? part`(${isScalar(v)} and coalesce(${v} = ${valueAt(value.path)}, false))`
    : part`coalesce(${v} = ${json(value)}, false)`;
}

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
