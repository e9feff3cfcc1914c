import type { z } from 'zod';
import { text } from '../base/bounded.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';

/**
 * The path of a value: `profile.plan`, `event.cart.total`, `context.entry.cartId`. Names may contain spaces, but no
 * dots.
 */
export const Path = text(MOST.path)
  .regex(
    /^(profile|event|context)(\.[^.]{1,200}){1,10}$/,
    'begin with profile, event or context, such as "profile.plan"',
  )
  .meta({
    id: 'Path',
    description: 'Where a value is found: "profile.plan", "event.cart.total", "context.entry.cartId"',
  });
export type Path = z.infer<typeof Path>;

/** The name under which a value is stored in the context. Conditions read it as `context.<name>`. */
export const ContextName = text(MOST.slug).regex(
  /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  'use letters, digits and _, such as "order"',
);

/** The values that a path can read. `event` is set only while an event is being tested. */
export interface Values {
  readonly profile: JsonObject;
  readonly context: JsonObject;
  readonly event?: JsonObject | undefined;
  /** IDs of the segments that the user is in. */
  readonly segments?: readonly string[] | undefined;
}

/**
 * Reads the value at a path; undefined if there is none. Reads own properties only, so `__proto__` and `constructor`
 * are ordinary names.
 */
export function lookUp(path: Path, values: Values): JsonValue | undefined {
  let at: unknown = values;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    if (Array.isArray(at) && !/^\d+$/.test(name)) return undefined; // an array has only indexes, no length
    at = (at as Record<string, unknown>)[name];
  }
  return at as JsonValue | undefined;
}
