import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json.ts';

/** Matches CleverTap's dates: `$D_` and seconds since 1970. */
const DATE = /^\$D_(-?\d{1,11})$/;

/** Returns the instant of a `$D_` date, in ISO 8601 and UTC; undefined for any other value. */
export function readDate(value: JsonValue | undefined): string | undefined {
  const [, seconds] = typeof value === 'string' ? (DATE.exec(value) ?? []) : [];
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString();
}

/** Returns an object whose `$D_` dates are instants in ISO 8601, at any depth. */
export const readDates = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, readValue(value)]));

function readValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(readValue);
  return isObject(value) ? readDates(value) : (readDate(value) ?? value);
}
