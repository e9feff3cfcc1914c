import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { namesBelow } from '../../../journey/conditions/path';
import { withValueAt } from '../document/merge';

/** A name and what was typed for it. */
export interface Row {
  readonly name: string;
  readonly text: string;
}

/** Reads numbers, true, false, lists, objects and quoted text as JSON, and anything else as text. */
function readText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Writes a value so that it reads back the same: text that looks like a number is quoted. */
const textFor = (value: JsonValue): string =>
  typeof value === 'string' && value !== '' && readText(value) === value ? value : JSON.stringify(value);

const written = (rows: readonly Row[]): readonly Row[] => rows.filter(({ name, text }) => name !== '' && text !== '');

/**
 * Creates an event's properties from rows. A path such as `cart.total` or `["utm.source"]` nests its value. Rows
 * without a name or a value are skipped.
 */
export const propertiesOf = (rows: readonly Row[]): JsonObject =>
  written(rows).reduce<JsonObject>((made, { name, text }) => withValueAt(made, namesBelow(name), readText(text)), {});

/** Creates traits from rows. A dotted name stays one name. */
export const traitsOf = (rows: readonly Row[]): JsonObject =>
  Object.fromEntries(written(rows).map(({ name, text }) => [name, readText(text)]));

export const rowsOf = (properties: JsonObject): readonly Row[] =>
  Object.entries(properties).map(([name, value]) => ({ name, text: textFor(value) }));

/** A property as the catalogue has seen it. */
export interface SeenProperty {
  readonly path: string;
  readonly types: readonly string[];
  readonly samples: readonly string[];
}

/** Returns the row of a seen property: its first sample, in the type that was seen. */
export const sampleRow = ({ path, types, samples: [sample = ''] }: SeenProperty): Row => ({
  name: path,
  text: sample !== '' && types.join() === 'string' ? textFor(sample) : sample,
});
