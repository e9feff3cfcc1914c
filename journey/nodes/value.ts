import { z } from 'zod';
import { Json } from '../base/any-json.ts';
import type { JsonValue } from '../base/json.ts';
import { lookUp, Path, type Values } from '../conditions/path.ts';
import type { Placed } from './define.ts';

/** A literal value, or the path of one. */
export const Value = z
  .union([z.strictObject({ path: Path }), Json])
  .meta({ id: 'Value', description: 'A value, or where one is found: {"path": "context.entry.plan"}' });
export type Value = z.infer<typeof Value>;

/** Returns whether a value has the form of a reference. Its `path` may still be invalid and is checked separately. */
export const isReference = (value: Value): value is { readonly path: Path } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).join() === 'path';

/** Lists the texts in a JSON value, at any depth. */
export function textsIn(value: JsonValue, where: string): readonly Placed<{ readonly text: string }>[] {
  if (typeof value === 'string') return [{ text: value, where }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each as JsonValue, `${where}.${name}`));
}

/** Returns a value, or reads it at its path; null if nothing is there. */
export const resolve = (value: Value, values: Values): JsonValue =>
  isReference(value) ? (lookUp(value.path, values) ?? null) : (value as JsonValue);

/** Lists references with a valid path, to be checked before publishing. */
export const pathsOf = (references: readonly Placed<{ readonly path: Path }>[]) =>
  references.filter(({ path }) => Path.safeParse(path).success);

/** Returns a problem for each reference with an invalid path. */
export const pathFlaws = (references: readonly Placed<{ readonly path: Path }>[]) =>
  references.flatMap(({ path, where }) =>
    Path.safeParse(path).success
      ? []
      : [{ where, message: `"${path}" is not a path`, fix: 'begin with profile or context, such as "profile.plan"' }],
  );
