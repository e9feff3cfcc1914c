import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json';

export { isObject };

// Reads forms from a JSON Schema (draft 2020-12, as zod writes it).

const list = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

export type Kind =
  | { readonly type: 'constant'; readonly value: JsonValue }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'switch' }
  | { readonly type: 'number'; readonly least: number | undefined; readonly most: number | undefined }
  | { readonly type: 'text'; readonly isLong: boolean }
  | { readonly type: 'duration' }
  | { readonly type: 'event' }
  | { readonly type: 'path' }
  | { readonly type: 'clock' }
  | { readonly type: 'moment' }
  | { readonly type: 'zone' }
  | { readonly type: 'condition' }
  | { readonly type: 'value' }
  | { readonly type: 'json' }
  | { readonly type: 'weekdays' }
  | { readonly type: 'choices'; readonly options: readonly string[] }
  | { readonly type: 'list'; readonly item: JsonObject }
  | { readonly type: 'quiet'; readonly item: JsonObject }
  | { readonly type: 'map'; readonly item: JsonObject }
  | { readonly type: 'group'; readonly fields: readonly FieldSchema[] }
  | { readonly type: 'variants'; readonly variants: readonly JsonObject[] };

export interface FieldSchema {
  readonly name: string;
  readonly schema: JsonObject;
  readonly isRequired: boolean;
}

/** Names under which the domain's schemas are known, and what asks for them. */
const BY_NAME: Readonly<Record<string, Kind>> = {
  Duration: { type: 'duration' },
  EventName: { type: 'event' },
  Path: { type: 'path' },
  Clock: { type: 'clock' },
  Moment: { type: 'moment' },
  TimeZone: { type: 'zone' },
  Condition: { type: 'condition' },
  ConditionPart: { type: 'condition' },
  Value: { type: 'value' },
};

const LONG = 5000;

/** Returns the schema behind a `$ref`, overridden by the keywords next to it. */
function resolveRef(
  schema: JsonObject,
  root: JsonObject,
): { readonly schema: JsonObject; readonly name: string | undefined } {
  if (typeof schema.$ref !== 'string') return { schema, name: undefined };
  const name = schema.$ref.replace(/^#\/\$defs\//, '');
  const defs = isObject(root.$defs) ? root.$defs : {};
  const { $ref: _, ...own } = schema;
  const inner = isObject(defs[name]) ? resolveRef(defs[name], root).schema : {};
  return { schema: { ...inner, ...own }, name };
}

export const help = (schema: JsonObject, root: JsonObject): string => {
  const isLength = schema.$ref === '#/$defs/Duration'; // the help of `Duration` itself is for authors who write JSON
  const { description } = isLength ? schema : resolveRef(schema, root).schema;
  return typeof description === 'string' ? description : '';
};

export function kindOf(given: JsonObject, root: JsonObject): Kind {
  const { schema, name } = resolveRef(given, root);
  const known = name === undefined ? undefined : BY_NAME[name];
  if (known) return known;
  if (schema.const !== undefined) return { type: 'constant', value: schema.const };
  if (Array.isArray(schema.enum)) return { type: 'choice', options: schema.enum.map(String) };
  const variants = list(schema.anyOf ?? schema.oneOf);
  if (variants.length > 0) return { type: 'variants', variants };
  return byType(schema, root);
}

function byType(schema: JsonObject, root: JsonObject): Kind {
  switch (schema.type) {
    case 'boolean':
      return { type: 'switch' };
    case 'integer':
    case 'number':
      return { type: 'number', least: limit(schema.minimum), most: limit(schema.maximum) };
    case 'string':
      return { type: 'text', isLong: typeof schema.maxLength === 'number' && schema.maxLength >= LONG };
    case 'array':
      return arrayOf(isObject(schema.items) ? schema.items : {}, root);
    case 'object':
      return objectOf(schema);
    default:
      return { type: 'json' };
  }
}

const limit = (value: JsonValue | undefined): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 1e9 ? value : undefined;

function arrayOf(item: JsonObject, root: JsonObject): Kind {
  const kind = kindOf(item, root);
  if (kind.type === 'choice') return { type: 'choices', options: kind.options };
  if (kind.type === 'number' && kind.least === 1 && kind.most === 7) return { type: 'weekdays' };
  return { type: item.$ref === '#/$defs/QuietHours' ? 'quiet' : 'list', item };
}

function objectOf(schema: JsonObject): Kind {
  if (isObject(schema.properties) && Object.keys(schema.properties).length > 0)
    return { type: 'group', fields: fieldsOf(schema) };
  if (isObject(schema.additionalProperties)) return { type: 'map', item: schema.additionalProperties };
  return { type: 'json' };
}

export function fieldsOf(schema: JsonObject): readonly FieldSchema[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  return Object.entries(properties).flatMap(([name, each]) =>
    isObject(each) ? [{ name, schema: each, isRequired: required.includes(name) }] : [],
  );
}

/** Returns the value of a field that has just been added. */
export function blankOf(given: JsonObject, root: JsonObject): JsonValue {
  const { schema } = resolveRef(given, root);
  if (schema.default !== undefined) return schema.default;
  const kind = kindOf(given, root);
  switch (kind.type) {
    case 'constant':
      return kind.value;
    case 'choice':
      return kind.options[0] ?? '';
    case 'switch':
      return false;
    case 'number':
      return kind.least ?? 0;
    case 'weekdays':
    case 'choices':
    case 'list':
    case 'quiet':
      return [];
    case 'map':
      return {};
    case 'json':
      return {};
    case 'condition':
      return { path: '', op: 'exists' };
    case 'duration':
      return '1d';
    case 'clock':
      return '09:00';
    case 'group':
      return Object.fromEntries(
        kind.fields.filter(({ isRequired }) => isRequired).map((field) => [field.name, blankOf(field.schema, root)]),
      );
    case 'variants':
      return blankOf(kind.variants[0] ?? {}, root);
    default:
      return '';
  }
}

/** Returns the variant that a value fits best, by required fields and constants. */
export function variantOf(value: JsonValue | undefined, variants: readonly JsonObject[], root: JsonObject): number {
  const scores = variants.map((variant) => likeness(value, variant, root));
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

function likeness(value: JsonValue | undefined, variant: JsonObject, root: JsonObject): number {
  const kind = kindOf(variant, root);
  if (kind.type === 'constant') return value === kind.value ? 3 : -1;
  if (kind.type === 'group' && isObject(value)) return fitOfGroup(value, kind.fields, root);
  return typeOf(value) === (TYPES[kind.type] ?? 'string') ? 1 : -1;
}

const TYPES: Readonly<Partial<Record<Kind['type'], string>>> = {
  group: 'object',
  map: 'object',
  number: 'number',
  switch: 'boolean',
  list: 'array',
  quiet: 'array',
};
const typeOf = (value: JsonValue | undefined): string => (Array.isArray(value) ? 'array' : typeof value);

function fitOfGroup(value: JsonObject, fields: readonly FieldSchema[], root: JsonObject): number {
  const known = new Set(fields.map(({ name }) => name));
  const strange = Object.keys(value).filter((name) => !known.has(name)).length;
  const lacking = fields.filter(({ name, isRequired }) => isRequired && value[name] === undefined).length;
  const wrong = fields.filter(({ name, schema }) => {
    const kind = kindOf(schema, root);
    return kind.type === 'constant' && value[name] !== undefined && value[name] !== kind.value;
  }).length;
  return 2 - strange - lacking - 5 * wrong;
}

/** "maxVisits" → "Max visits". */
export const labelOf = (name: string, schema: JsonObject = {}): string => {
  if (typeof schema.title === 'string') return schema.title;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
