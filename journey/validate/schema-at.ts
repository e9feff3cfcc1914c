import { z } from 'zod';
import { Journey } from '../document/document.ts';

type Schema = z.core.$ZodType;

/** Returns the schemas at a path of a document. Several, if the input doesn't say which member of a union is meant. */
function schemasAt(path: readonly PropertyKey[], input: unknown): readonly Schema[] {
  let schemas = choices(Journey, input);
  let value = input;
  for (const key of path) {
    value = inside(value, key);
    const next = value;
    schemas = schemas.flatMap((schema) => child(schema, key)).flatMap((schema) => choices(schema, next));
  }
  return schemas;
}

/** Lists the keys that an object at a path may have. */
export const namesAt = (path: readonly PropertyKey[], input: unknown): readonly string[] => [
  ...new Set(schemasAt(path, input).flatMap((schema) => Object.keys(shapeOf(schema)))),
];

/** Returns the schema's description of a path; undefined if it has none. */
export function descriptionAt(path: readonly PropertyKey[], input: unknown): string | undefined {
  const key = path.at(-1);
  if (key === undefined) return undefined;
  const parents = schemasAt(path.slice(0, -1), input);
  const own = parents.flatMap((schema) => child(schema, key));
  return own.map((schema) => ('description' in schema ? schema.description : undefined)).find(isText);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads an own property of any value; undefined if it has none. */
export const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
    : undefined;

/** Unwraps a schema. Of a union, returns the members that the value's `type`, `op` or `policy` allows. */
function choices(schema: Schema, value: unknown): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'readonly':
      return choices(def.innerType, value);
    case 'lazy':
      return choices(def.getter(), value);
    case 'union': {
      const all = def.options.flatMap((option) => choices(option, value));
      const fitting = all.filter((option) => isMeant(option, value));
      return fitting.length > 0 ? fitting : all;
    }
    default:
      return [schema];
  }
}

function isMeant(schema: Schema, value: unknown): boolean {
  const shape = shapeOf(schema);
  const told = ['type', 'op', 'policy'].filter((name) => shape[name] && inside(value, name) !== undefined);
  return told.length > 0 && told.every((name) => shape[name] && z.safeParse(shape[name], inside(value, name)).success);
}

function child(schema: Schema, key: PropertyKey): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'record') return [def.valueType];
  if (def.type === 'array') return [def.element];
  const own = shapeOf(schema)[String(key)];
  return own ? [own] : [];
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'object' ? def.shape : {};
}
