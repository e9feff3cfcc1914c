import type { Condition, Leaf } from '../../journey/conditions/condition.ts';
import { joined, type Part, part } from '../base/sql.ts';

/**
 * The comparisons of journey/conditions/condition.ts as SQL over jsonb: true where they hold, else false, never null. Texts are ordered by
 * code point (collation "C"), numbers exactly; what has another type holds for the negative ones alone. `p` is the person's row, `e` an event's.
 */
export function compared(leaf: Leaf, dated: (leaf: Dated, value: Part) => Part): Part {
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
      return affixed(v, leaf.value, (text, affix) => part`starts_with(${text}, ${affix})`);
    case 'ends-with':
      return affixed(v, leaf.value, (text, affix) => part`right(${text}, length(${affix})) = ${affix}`);
    case 'before':
    case 'after':
      return dated(leaf, v);
    default:
      return ordered(v, leaf.op, leaf.value);
  }
}

export type Dated = Extract<Leaf, { readonly op: 'before' | 'after' }>;

/** A whole condition over one event. Of memberships it knows nothing: a segment asks for those itself. */
export function holds(condition: Condition, dated: (leaf: Dated, value: Part) => Part): Part {
  if ('all' in condition)
    return part`(${joined(
      condition.all.map((each) => holds(each, dated)),
      part` and `,
    )})`;
  if ('any' in condition)
    return part`(${joined(
      condition.any.map((each) => holds(each, dated)),
      part` or `,
    )})`;
  if ('not' in condition) return not(holds(condition.not, dated));
  if ('segment' in condition) throw new TypeError('the filter of an event asks for membership of a segment');
  return compared(condition, dated);
}

type Reference = { readonly path: string };
type Scalar = string | number | boolean;

const not = (of: Part): Part => part`(not ${of})`;
const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'path' in value;

function valueAt(path: string): Part {
  const [root, ...names] = path.split('.');
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

function ordered(v: Part, op: keyof typeof SIGNS, value: number | string | Reference): Part {
  const sign = SIGNS[op];
  const numbers = (other: Part) => part`${v}::numeric ${sign} ${other}`;
  const texts = (other: Part) => part`${textOf(v)} collate "C" ${sign} ${other}`;
  if (typeof value === 'number')
    return part`(case when jsonb_typeof(${v}) = 'number' then ${numbers(part`${String(value)}::numeric`)} else false end)`;
  if (typeof value === 'string')
    return part`(case when jsonb_typeof(${v}) = 'string' then ${texts(part`${value}::text`)} else false end)`;
  const w = valueAt(value.path);
  return part`(case when jsonb_typeof(${v}) = 'number' and jsonb_typeof(${w}) = 'number' then ${numbers(part`${w}::numeric`)}
                    when jsonb_typeof(${v}) = 'string' and jsonb_typeof(${w}) = 'string' then ${texts(textOf(w))} else false end)`;
}

/** `@>` of a list and a scalar: it is one of its elements. */
const isIn = (v: Part, value: readonly Scalar[] | Reference): Part =>
  isReference(value)
    ? part`(${isScalar(v)} and coalesce(jsonb_typeof(${valueAt(value.path)}) = 'array' and ${valueAt(value.path)} @> ${v}, false))`
    : part`coalesce(${v} = any(${value.map((each) => JSON.stringify(each))}::text[]::jsonb[]), false)`;

function contains(v: Part, value: Scalar | Reference): Part {
  const w = isReference(value) ? valueAt(value.path) : json(value);
  const has = part`case when jsonb_typeof(${w}) = 'string' then strpos(${textOf(v)}, ${textOf(w)}) > 0 else false end`;
  return part`(case jsonb_typeof(${v}) when 'string' then ${has} when 'array' then ${isScalar(w)} and ${v} @> ${w} else false end)`;
}

function affixed(v: Part, value: string | Reference, is: (text: Part, affix: Part) => Part): Part {
  const w = isReference(value) ? valueAt(value.path) : json(value);
  return part`(case when jsonb_typeof(${v}) = 'string' and jsonb_typeof(${w}) = 'string' then ${is(textOf(v), textOf(w))} else false end)`;
}
