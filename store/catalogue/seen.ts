import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import { pathOf } from '../../journey/conditions/path.ts';

/** A property of events, or a trait, with the types and values that occurred. */
export interface Seen {
  /** Within the properties or the profile: `cart.total`, `["utm.source"]`. */
  readonly path: string;
  readonly types: readonly string[];
  /** A few of its values, shortened. */
  readonly samples: readonly string[];
}

const SAMPLES = 5;
const SAMPLE_LENGTH = 60;
const DEPTH = 3;
/** Characters of the longest name that a path can have. */
const MOST_NAME = 200;
/** Paths per event name, or of all profiles, so that random keys don't grow the catalogue without limit. */
const MOST_PATHS = 200;

/**
 * Returns the paths, types and samples in objects, the first object's samples first. `known` is what was seen before.
 */
export function seenIn(objects: readonly JsonObject[], known: readonly Seen[] = []): readonly Seen[] {
  const found: Found = new Map();
  for (const object of objects) for (const [path, value] of leaves(object, [], DEPTH)) noteValue(found, path, value);
  for (const each of known) noteKnown(found, each);
  return [...found]
    .map(([path, { types, samples }]) => ({ path, types: [...types].toSorted(), samples: [...samples] }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

type Found = Map<string, { types: Set<string>; samples: Set<string> }>;

/** Adds a path. Returns undefined if there are already too many. */
function addPath(found: Found, path: string) {
  if (found.size >= MOST_PATHS) return undefined;
  const one = { types: new Set<string>(), samples: new Set<string>() };
  found.set(path, one);
  return one;
}

/** Adds what was seen before; its samples come after new ones. */
function noteKnown(found: Found, { path, types, samples }: Seen): void {
  const one = found.get(path) ?? addPath(found, path);
  if (!one) return;
  for (const type of types) one.types.add(type);
  for (const sample of samples.slice(0, SAMPLES)) if (one.samples.size < SAMPLES) one.samples.add(sample);
}

function noteValue(found: Found, path: string, value: JsonValue): void {
  const one = found.get(path) ?? addPath(found, path);
  if (!one) return;
  one.types.add(typeOf(value));
  const sample = typeof value === 'string' ? value : JSON.stringify(value);
  if (value !== null && one.samples.size < SAMPLES) one.samples.add(sample.slice(0, SAMPLE_LENGTH));
}

export const typeOf = (value: JsonValue): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;

/** Yields the values in an object by path. Leaves out names that are too long for one. */
function* leaves(object: JsonObject, above: readonly string[], depth: number): Generator<readonly [string, JsonValue]> {
  for (const [name, value] of Object.entries(object)) {
    if (name.length > MOST_NAME) continue;
    const names = [...above, name];
    if (depth > 1 && typeof value === 'object' && value !== null && !Array.isArray(value))
      yield* leaves(value as JsonObject, names, depth - 1);
    else yield [pathOf(names), value];
  }
}
