import type { Flaw } from '../base/refusal.ts';

/** Limits on a condition: its nesting depth and its number of comparisons. */
export interface CostLimits {
  readonly depth: number;
  readonly parts: number;
  /** Total comparisons in the filters (`where`) of all parts. Absent if parts have no filters. */
  readonly filters?: number;
  /** The condition's name in messages, and fixes for one that is too deep or too long. */
  readonly words: { readonly name: string; readonly part: string; readonly flatten: string; readonly shorten: string };
}

/**
 * Returns the first place where raw input exceeds the limits; undefined if there is none. Reads only `all`, `any`,
 * `not` and `where`, and stops at the first excess, so hostile input costs no more than the limits allow.
 */
export function costFlaw(input: unknown, limits: CostLimits): Flaw | undefined {
  const left: Place[] = [{ value: input, path: '', depth: 1, isFilter: false }];
  const counted = { parts: 0, filters: 0 };
  for (let place = left.pop(); place; place = left.pop()) {
    const members = membersOf(place, limits.parts);
    if (members.length === 0) counted[place.isFilter ? 'filters' : 'parts'] += 1;
    const excess = excessOf(place, counted, limits);
    if (excess) return { path: place.path, ...excess };
    left.push(...members.toReversed(), ...filterOf(place, limits));
  }
  return undefined;
}

function excessOf(
  { depth }: Place,
  { parts, filters }: { readonly parts: number; readonly filters: number },
  { words: { name, part, flatten, shorten }, ...most }: CostLimits,
): Omit<Flaw, 'path'> | undefined {
  if (depth > most.depth) return { message: `a ${name} is nested at most ${most.depth} deep`, fix: flatten };
  if (parts > most.parts) return { message: `a ${name} has at most ${most.parts} ${part}`, fix: shorten };
  if (filters <= (most.filters ?? Number.POSITIVE_INFINITY)) return undefined;
  return { message: `the filters of a ${name} have at most ${most.filters} comparisons in all`, fix: shorten };
}

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
  readonly isFilter: boolean;
}

/** Returns the members of `all`, `any` or `not`. One more than the limit is enough to detect an excess. */
function membersOf({ value, path, depth, isFilter }: Place, most: number): readonly Place[] {
  for (const name of ['all', 'any'])
    if (Array.isArray(memberOf(value, name)))
      return (memberOf(value, name) as readonly unknown[])
        .slice(0, most + 1)
        .map((each, index) => ({ value: each, path: join(path, `${name}.${index}`), depth: depth + 1, isFilter }));
  const inner = memberOf(value, 'not');
  return inner === undefined ? [] : [{ value: inner, path: join(path, 'not'), depth: depth + 1, isFilter }];
}

/** Returns the filter of a part, if parts have filters. */
function filterOf({ value, path, isFilter }: Place, { filters }: CostLimits): readonly Place[] {
  const where = filters === undefined || isFilter ? undefined : memberOf(value, 'where');
  return where === undefined ? [] : [{ value: where, path: join(path, 'where'), depth: 1, isFilter: true }];
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
