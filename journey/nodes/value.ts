import { z } from 'zod';
import { Json } from '../base/any-json.ts';
import type { JsonValue } from '../base/json.ts';
import { lookUp, Path, type Values } from '../conditions/path.ts';
import type { Placed } from './define.ts';

/** What an author gives, or where it is found. */
export const Value = z
  .union([z.strictObject({ path: Path }), Json])
  .meta({ id: 'Value', description: 'A value, or where one is found: {"path": "context.entry.plan"}' });
export type Value = z.infer<typeof Value>;

/** Whatever looks like one: what stands at `path` may still be anything, and is checked. */
export const isReference = (value: Value): value is { readonly path: Path } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).join() === 'path';

/** The texts of a JSON value, wherever they stand. */
export function textsIn(value: JsonValue, where: string): readonly Placed<{ readonly text: string }>[] {
  if (typeof value === 'string') return [{ text: value, where }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each as JsonValue, `${where}.${name}`));
}

/** What is not there is null. */
export const resolve = (value: Value, values: Values): JsonValue =>
  isReference(value) ? (lookUp(value.path, values) ?? null) : (value as JsonValue);

/** Where a node reads, so that it can be checked before publishing. */
export const pathsOf = (references: readonly Placed<{ readonly path: Path }>[]) =>
  references.filter(({ path }) => Path.safeParse(path).success);

export const malformed = (references: readonly Placed<{ readonly path: Path }>[]) =>
  references.flatMap(({ path, where }) =>
    Path.safeParse(path).success
      ? []
      : [{ where, message: `"${path}" is not a path`, fix: 'begin with profile or context, such as "profile.plan"' }],
  );
