import type { JsonObject, JsonValue } from '../../../../journey/base/json';
import { words } from '../../words';
import { isObject } from '../schema';

const { ops } = words.forms.condition;

export type Op = keyof typeof ops;

/** Operators about the items of a list: whether they match, and what is added up. */
export const QUANTIFIERS = ['any-item', 'all-items', 'no-item'] as const;
export const AGGREGATES = ['count', 'sum', 'min', 'max'] as const;

const isOf = (list: readonly string[], op: Op): boolean => list.includes(op);
export const isQuantifier = (op: Op): boolean => isOf(QUANTIFIERS, op);
export const isAggregate = (op: Op): boolean => isOf(AGGREGATES, op);

export const OPS = Object.keys(ops) as readonly Op[];
/** Operators about a value in an item. */
export const ITEM_OPS = OPS.filter((op) => !isQuantifier(op) && !isAggregate(op));
/** Ways to compare a number. */
export const SIGNS = ['=', '!=', '>', '>=', '<', '<='] as const;

export const BLANK_ITEM: JsonObject = { path: 'item.', op: '=', value: '' };

/** Returns the condition with another operator, and with the parts of it that fit. */
export function withOp(value: JsonObject, op: Op): JsonObject {
  const about = { ...(value.path !== undefined && { path: value.path }), op };
  if (isQuantifier(op)) return { ...about, where: value.where ?? BLANK_ITEM };
  if (isAggregate(op)) return { ...about, ...aggregateOf(value, op) };
  return op === 'exists' || op === 'missing' ? about : { ...about, ...comparandOf(value, op) };
}

const aggregateOf = ({ value, where, is = '>=', of = 'item.' }: JsonObject, op: Op): JsonObject => ({
  ...(op !== 'count' && { of }),
  is,
  value: typeof value === 'number' ? value : 0,
  ...(where !== undefined && { where }),
});

function comparandOf({ value, calendar }: JsonObject, op: Op): JsonObject {
  if (op === 'in' || op === 'not-in') return { value: Array.isArray(value) ? value : [] };
  if (op === 'before' || op === 'after')
    return { value: isObject(value) ? value : { ago: '7d' }, ...(calendar !== undefined && { calendar }) };
  const scalar = scalarIn(value);
  return { value: op === 'starts-with' || op === 'ends-with' ? String(scalar) : scalar };
}

const scalarIn = (value: JsonValue | undefined): JsonValue =>
  typeof value === 'object' || value === undefined ? '' : value;
