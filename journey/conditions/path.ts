import type { z } from 'zod';
import { text } from '../base/bounded.ts';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';

/**
 * The path of a value: `profile.plan`, `event.cart.total`, `context.entry.cartId`. A name with a dot, a bracket or the
 * like stands in brackets, as in Liquid: `event["utm.source"]`, `profile.address["geo.lat"]`. There, a backslash
 * stands before a quote or backslash.
 */
export const Path = text(MOST.path)
  .regex(
    /^(profile|event|context)(\.[^.[]{1,200}|\["([^"\\]|\\["\\]){0,200}"\]){1,10}$/,
    'begin with profile, event or context, such as "profile.plan" or event["utm.source"]',
  )
  .meta({
    id: 'Path',
    description:
      'Where a value is found: "profile.plan", "event.cart.total", "context.entry.cartId". A name with a dot or a bracket stands in brackets: event["utm.source"]',
  });
export type Path = z.infer<typeof Path>;

const STEP = /\.([^.[]+)|\["((?:[^"\\]|\\["\\])*)"\]/y;

/** Caches the names of paths with brackets. Documents repeat the same few. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 10_000;

/** Lists the names in a path, its root first. Returns the whole text as one name if it isn't a path. */
export function namesIn(path: string): readonly string[] {
  if (!path.includes('[')) return path.split('.');
  const found = known.get(path);
  if (found) return found;
  const names = readNames(path) ?? [path];
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(path, names);
  return names;
}

/** Lists the names in a path with brackets; undefined if it isn't a path. */
function readNames(path: string): readonly string[] | undefined {
  const begin = path.search(/[.[]/);
  const names = [path.slice(0, begin)];
  for (let at = begin; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const [step, plain, quoted = ''] = STEP.exec(path) ?? [];
    if (step === undefined) return undefined;
    names.push(plain ?? quoted.replace(/\\(["\\])/g, '$1'));
  }
  return names;
}

/** Returns the root of a path: `profile`, `event`, `context` or `item`. */
export const rootOf = (path: string): string => namesIn(path)[0] ?? '';

/** Names that need no brackets. */
const PLAIN = /^[^.[\]"$\\]{1,200}$/;

/**
 * Writes a path of names. The first stands alone, such as a root or the first name below it.
 *
 * @example
 * pathOf(['profile', 'plan']); // profile.plan
 * pathOf(['event', 'utm.source']); // event["utm.source"]
 */
export const pathOf = (names: readonly string[]): string =>
  names.reduce((path, name) => {
    if (!PLAIN.test(name)) return `${path}["${name.replace(/["\\]/g, '\\$&')}"]`;
    return path === '' ? name : `${path}.${name}`;
  }, '');

/** Joins a root and a path below it, as the catalogue lists it: `plan` or `["utm.source"]`. */
export const pathBelow = (root: string, below: string): string =>
  below.startsWith('[') ? `${root}${below}` : `${root}.${below}`;

/** Lists the names in a path below a root, as the catalogue lists it. */
export const namesBelow = (below: string): readonly string[] => namesIn(pathBelow('event', below)).slice(1);

/** The name of a trait as documents write it: `plan`, or `["address.city"]` if it has a dot. */
export const TraitName = text(MOST.member, { min: 1 }).refine(
  (written) => (written.startsWith('["') ? traitOf(written) !== undefined : !written.includes('.')),
  broken(
    'it is not the name of a trait',
    'write the name of the trait itself, such as "plan", or ["address.city"] if it has a dot',
  ),
);

/** Returns the name of a trait without brackets; undefined if the brackets hold anything but one name. */
export function traitOf(written: string): string | undefined {
  if (!written.startsWith('["')) return written;
  const names = readNames(`profile${written}`);
  return names?.length === 2 ? names[1] : undefined;
}

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
export const lookUp = (path: Path, values: Values): JsonValue | undefined => lookUpIn(path, values);

/** Reads the value at a path below any roots, as `lookUp` does. */
export function lookUpIn(path: string, roots: object): JsonValue | undefined {
  let at: unknown = roots;
  for (const name of namesIn(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    if (Array.isArray(at) && !/^\d+$/.test(name)) return undefined; // an array has only indexes, no length
    at = (at as Record<string, unknown>)[name];
  }
  return at as JsonValue | undefined;
}
