import type { JsonObject, JsonValue } from '../../../journey/base/json';
import { type DraftDocument, isObject } from './document';

/** A field that both editors changed to different values. */
export interface Conflict {
  /** Dotted: `nodes.push.content.title`. */
  readonly path: string;
  readonly mine: JsonValue | undefined;
  readonly theirs: JsonValue | undefined;
}

export interface Merged {
  /** The merged document. Conflicting fields have this editor's value. */
  readonly document: DraftDocument;
  readonly conflicts: readonly Conflict[];
  /** Dotted paths that only the other editor changed. */
  readonly taken: readonly string[];
}

type Maybe = JsonValue | undefined;

export const same = (a: Maybe, b: Maybe): boolean => JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b));

function sortKeys(value: Maybe): Maybe {
  if (Array.isArray(value)) return value.map((each: JsonValue) => sortKeys(each) as JsonValue);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sortKeys(value[key])])) as JsonValue;
}

/** Merges two edits of one document, field by field: a change by either editor is taken. A list counts as one value. */
export function merge(base: DraftDocument, mine: DraftDocument, theirs: DraftDocument): Merged {
  const conflicts: Conflict[] = [];
  const taken: string[] = [];
  const document = mergeValue(base, mine, theirs, '', { conflicts, taken });
  return { document: document as DraftDocument, conflicts, taken };
}

interface Found {
  readonly conflicts: Conflict[];
  readonly taken: string[];
}

function mergeValue(base: Maybe, mine: Maybe, theirs: Maybe, path: string, found: Found): Maybe {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) {
    found.taken.push(...changedIn(base, theirs, path));
    return theirs;
  }
  if (isObject(mine) && isObject(theirs)) return mergeObject(isObject(base) ? base : {}, mine, theirs, path, found);
  found.conflicts.push({ path, mine, theirs });
  return mine;
}

/** Number of path parts that name a change: the node or goal, not each of its fields. */
const NAMED = 2;

function changedIn(base: Maybe, theirs: Maybe, path: string): readonly string[] {
  const depth = path === '' ? 0 : path.split('.').length;
  if (depth >= NAMED || !isObject(base) || !isObject(theirs)) return [path];
  return [...new Set([...Object.keys(base), ...Object.keys(theirs)])]
    .filter((name) => !same(base[name], theirs[name]))
    .flatMap((name) => changedIn(base[name], theirs[name], path === '' ? name : `${path}.${name}`));
}

type Fields = Readonly<Record<string, JsonValue | undefined>>;

function mergeObject(base: Fields, mine: Fields, theirs: Fields, path: string, found: Found): JsonValue {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const merged = names.flatMap((name) => {
    const at = path === '' ? name : `${path}.${name}`;
    const value = mergeValue(base[name], mine[name], theirs[name], at, found);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(merged) as JsonValue;
}

/** Returns the document with the value at a dotted path, or below these names, replaced. Undefined removes it. */
export const withValueAt = <Whole extends JsonObject>(
  whole: Whole,
  path: string | readonly string[],
  value: Maybe,
): Whole => placeValue(whole, typeof path === 'string' ? path.split('.') : path, value) as Whole;

function placeValue(at: Maybe, [name, ...rest]: readonly string[], value: Maybe): Maybe {
  if (name === undefined) return value;
  if (Array.isArray(at))
    return at.map((each: JsonValue, index) =>
      String(index) === name ? (placeValue(each, rest, value) as JsonValue) : each,
    );
  const fields = isObject(at) ? at : {};
  const inner = placeValue(fields[name], rest, value);
  const { [name]: _, ...others } = fields;
  return inner === undefined ? others : { ...fields, [name]: inner };
}
