import type { JsonObject, JsonValue } from '../journey/base/json.ts';

const MAX_DEPTH = 64;

/**
 * Makes received JSON storable. Postgres refuses NUL in `text` and `jsonb`, and half a surrogate pair and very deep
 * nesting in `jsonb`. Such an answer must not keep a message from being settled.
 */
export function storable(value: JsonValue): JsonValue {
  return within(value, MAX_DEPTH);
}

/** Makes an object storable. Leaves out undefined fields. */
export const storableFields = (fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  storable(Object.fromEntries(Object.entries(fields).filter(hasValue))) as JsonObject;

export const storableText = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\ufffd');

function within(value: JsonValue, depth: number): JsonValue {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  return isList(value)
    ? value.map((each) => within(each, depth - 1))
    : Object.fromEntries(Object.entries(value).map(([name, each]) => [storableText(name), within(each, depth - 1)]));
}

const hasValue = (field: readonly [string, JsonValue | undefined]): field is [string, JsonValue] =>
  field[1] !== undefined;

/** `Array.isArray` with a type predicate, because it doesn't narrow readonly arrays. */
const isList = (value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] => Array.isArray(value);
