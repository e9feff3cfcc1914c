import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { journeyJsonSchema } from '../../../journey/document/document';
import { entryFormOf } from '../../../journey/document/draft';
import { blankOf, fieldsOf } from '../forms/schema';
import { isObject } from './document';

const whole = journeyJsonSchema() as JsonObject;
const defs = isObject(whole.$defs) ? whole.$defs : {};
const part = (name: string): JsonObject => {
  const found = defs[name];
  return isObject(found) ? found : {};
};

/** Forms for everything around the path: parts of the document's own JSON Schema. */
export const documentSchema: JsonObject = { ...part('Journey'), $defs: defs };
export const goalSchema: JsonObject = { ...part('Goal'), $defs: defs };
export const exitRuleSchema: JsonObject = { ...part('ExitRule'), $defs: defs };

/** An entry of another type: what it must have, empty, and what both types know as it was. */
export function entryAs(type: string, before: JsonObject): JsonObject {
  const form = entryFormOf(type) ?? {};
  const known = fieldsOf(form).map(({ name }) => name);
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => known.includes(name)));
  return { ...(blankOf(form, form) as JsonObject), ...kept, type };
}

export const listOf = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Fields that have a step of their own, or that authors don't set. */
export const NOT_SETTINGS = ['$schema', 'schema', 'id', 'goals', 'exits', 'entry', 'start', 'nodes', 'layout'];
