import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import { type Condition, type Leaf, leaves, pathsIn } from '../conditions/condition.ts';
import { itemPathsIn, leavesIn } from '../conditions/items.ts';
import { namesIn, pathOf } from '../conditions/path.ts';
import { readInstant } from '../time/time.ts';
import { leavesOf, pastOf, type Segment, type SegmentLeaf } from './segment.ts';

/** The workspace's other segments, with the segments that each one reads. */
export type Others = ReadonlyMap<string, readonly string[]>;

/**
 * Returns problems that the schema can't detect: parts that the two evaluators would read differently, and segments
 * that depend on themselves.
 */
export function segmentFlaws({ id, condition }: Pick<Segment, 'id' | 'condition'>, others: Others): readonly Flaw[] {
  const parts = leavesOf(condition);
  return [
    ...unstorable(condition),
    ...parts.flatMap((leaf) => [...wrongPaths(leaf), ...wrongDates(leaf), ...countsNothing(leaf)]),
    ...askedFor(condition).flatMap((other) => wrongSegment(id, other, others)),
  ];
}

/** Lists the segments that a segment's condition reads. */
export const askedFor = (condition: Segment['condition']): readonly string[] =>
  leavesOf(condition).flatMap((leaf) => ('inSegment' in leaf ? [leaf.inSegment] : []));

const flaw = (message: string, fix: string): Flaw => ({ path: 'condition', message, fix });

/** Finds texts that PostgreSQL can't store: NUL and lone surrogates. */
const unstorable = (condition: unknown): readonly Flaw[] => {
  let is = false;
  JSON.stringify(condition, (name, value) => {
    is ||= [name, value].some((text) => typeof text === 'string' && /\0|\p{Surrogate}/u.test(text));
    return value;
  });
  return is ? [flaw('a text has a character that cannot be stored', 'remove NUL and halves of surrogate pairs')] : [];
};

function countsNothing(leaf: SegmentLeaf): readonly Flaw[] {
  if (!('atLeast' in leaf)) return [];
  if (leaf.within !== undefined && leaf.days !== undefined)
    return [flaw('both within and days say how far back to count', 'remove one of the two')];
  const { atLeast, atMost } = leaf;
  const isRange = atMost === undefined ? atLeast > 0 : atLeast <= atMost;
  return isRange
    ? []
    : [flaw('the count range is empty', 'set atLeast to 1 or more, and atMost no lower than atLeast')];
}

function wrongPaths(leaf: SegmentLeaf): readonly Flaw[] {
  const past = pastOf(leaf);
  if (!past)
    return 'op' in leaf
      ? [...pathsIn(leaf).flatMap((path) => wrongPath(path, 'profile')), ...wrongItemPaths([leaf])]
      : [];
  if (past.where === undefined) return [];
  const asksMembership = leaves(past.where).some((each) => 'segment' in each);
  return [
    ...pathsIn(past.where).flatMap((path) => wrongPath(path, 'event')),
    ...wrongItemPaths(comparisonsIn(past.where)),
    ...(asksMembership
      ? [flaw(`the filter of "${past.event}" asks for membership of a segment`, 'use inSegment beside it, with all')]
      : []),
  ];
}

const wrongItemPaths = (compared: readonly Leaf[]): readonly Flaw[] =>
  compared.flatMap((each) =>
    'where' in each || 'is' in each ? itemPathsIn(each).flatMap((path) => wrongPath(path, 'item')) : [],
  );

function wrongPath(path: string, root: 'profile' | 'event' | 'item'): readonly Flaw[] {
  const names = namesIn(path);
  if (names[0] !== root)
    return [
      flaw(`"${path}" can't be read here`, `start with ${root}., such as "${pathOf([root, ...names.slice(-1)])}"`),
    ];
  const place = names.find((name) => /^\s*[+-]?\d+$/.test(name) && !/^(0|[1-9]\d{0,8})$/.test(name));
  return place === undefined ? [] : [flaw(`"${path}" names the place "${place}"`, 'count places of a list as 0, 1, 2')];
}

function wrongDates(leaf: SegmentLeaf): readonly Flaw[] {
  const past = pastOf(leaf);
  const compared = past ? comparisonsIn(past.where) : 'op' in leaf ? [leaf] : [];
  const ofItems = compared.flatMap((each) => ('where' in each && each.where ? leavesIn(each.where) : []));
  return [
    ...ofItems.flatMap((each) => (each.op === 'before' || each.op === 'after' ? noDate(each.value) : [])),
    ...compared.flatMap((each) => ('value' in each && isDated(each) ? wrongMoment(each, past !== undefined) : [])),
    ...('first' in leaf || 'last' in leaf ? noDate('before' in leaf ? leaf.before : leaf.after) : []),
  ];
}

const comparisonsIn = (condition: Condition | undefined): readonly Leaf[] =>
  condition ? leaves(condition).flatMap((each) => ('op' in each ? [each] : [])) : [];

type Dated = Extract<Leaf, { readonly op: 'before' | 'after' }>;
const isDated = (leaf: Leaf): leaf is Dated => leaf.op === 'before' || leaf.op === 'after';

function wrongMoment({ path, value }: Dated, isOfEvent: boolean): readonly Flaw[] {
  if (typeof value === 'string') return noDate(value);
  if ('path' in value)
    return [
      flaw(`"${path}" is compared with the date at "${value.path}"`, 'compare it with a date, or with ago or ahead'),
    ];
  return isOfEvent
    ? [
        flaw(
          `"${path}" is compared with a moving moment`,
          'compare it with a date, or say how old the event is: within',
        ),
      ]
    : [];
}

const noDate = (value: unknown): readonly Flaw[] =>
  typeof value === 'string' && readInstant(value, 'UTC') === undefined
    ? [flaw(`"${value}" is not a date`, 'write ISO 8601, such as "2026-12-24" or "2026-12-24T09:00", or {"ago": "7d"}')]
    : [];

function wrongSegment(id: string, other: string, others: Others): readonly Flaw[] {
  if (other !== id && !others.has(other))
    return [
      flaw(
        `there is no segment "${other}"`,
        suggest(
          other,
          [...others.keys()].filter((each) => each !== id),
        ),
      ),
    ];
  return reaches(other, id, others, new Set())
    ? [flaw(`"${id}" asks for "${other}", which asks for "${id}"`, 'remove one of the two')]
    : [];
}

function reaches(from: string, to: string, others: Others, seen: Set<string>): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return (others.get(from) ?? []).some((next) => reaches(next, to, others, seen));
}
