import type { z } from 'zod';
import { text } from '../base/bounded.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';

/**
 * Where a value is found: `profile.plan`, `event.cart.total`, `context.entry.cartId`. Names may have spaces, but no
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

/** Under which something is remembered, to be read as `context.<name>`. */
export const ContextName = text(MOST.slug).regex(
  /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  'use letters, digits and _, such as "order"',
);

/** What a path can look into. `event` only where there is one. */
export interface Values {
  readonly profile: JsonObject;
  readonly context: JsonObject;
  readonly event?: JsonObject | undefined;
  /** Ids of the segments that the person is in. */
  readonly segments?: readonly string[] | undefined;
}

/** Own properties only: `__proto__` and `constructor` are names like any other. Undefined where nothing is. */
export function lookUp(path: Path, values: Values): JsonValue | undefined {
  let at: unknown = values;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    if (Array.isArray(at) && !/^\d+$/.test(name)) return undefined; // of a list only its places: not its length
    at = (at as Record<string, unknown>)[name];
  }
  return at as JsonValue | undefined;
}
