import { journeyJsonSchema } from '../../../../journey/document';
import { entryTypes } from '../../../../journey/entries/index';
import type { JsonObject, JsonValue } from '../../../../journey/json';
import { isObject } from '../model/document';

/** The forms of what stands around the path: the document's own JSON Schema, in parts. */
export const documentSchema = journeyJsonSchema() as JsonObject;

const defs = isObject(documentSchema.$defs) ? documentSchema.$defs : {};
const part = (name: string): JsonObject => {
  const found = defs[name];
  return isObject(found) ? found : {};
};

export const goalSchema: JsonObject = { ...part('Goal'), $defs: defs };
export const exitRuleSchema: JsonObject = { ...part('ExitRule'), $defs: defs };

/** What a new entry of a type begins with: its example without what is only an example. */
export function blankEntry(type: string): JsonObject {
  const known = entryTypes.find((each) => each.type === type);
  return { ...(known?.example as JsonObject | undefined), type };
}

export const listOf = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** What has a step of its own, or is none of an author's business. */
export const NOT_SETTINGS = ['$schema', 'schema', 'id', 'goals', 'exits', 'entry', 'start', 'nodes', 'layout'];
