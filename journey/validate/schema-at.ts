import { z } from 'zod';
import { Journey } from '../document/document.ts';

type Schema = z.core.$ZodType;

/**
 * The schemas that may stand at a path of a document: several, where there is a choice that the input does not tell.
 */
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

/** Names of what an object may have there. */
export const namesAt = (path: readonly PropertyKey[], input: unknown): readonly string[] => [
  ...new Set(schemasAt(path, input).flatMap((schema) => Object.keys(shapeOf(schema)))),
];

/** What the author is told about a place, if anything. */
export function descriptionAt(path: readonly PropertyKey[], input: unknown): string | undefined {
  const key = path.at(-1);
  if (key === undefined) return undefined;
  const parents = schemasAt(path.slice(0, -1), input);
  const own = parents.flatMap((schema) => child(schema, key));
  return own.map((schema) => ('description' in schema ? schema.description : undefined)).find(isText);
}

const isText = (value: unknown): value is string => typeof value === 'string';

export const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<PropertyKey, unknown>>)[key]
    : undefined;

/**
 * A schema without what is wrapped round it; of a union, the members that the value's own `type`, `op` or `policy`
 * allows.
 */
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
