import { LOOKED_AT, leavesOf, pastOf, type SegmentCondition, type SegmentLeaf } from './segment.ts';

/** How many events of one name a segment must read: the newest ones, and the oldest ones. */
export interface Need {
  readonly event: string;
  readonly newest: number;
  readonly oldest: number;
}

/** Returns the events that are enough to give the same answer as the whole past. */
export function needsOf(conditions: readonly SegmentCondition[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const need of conditions.flatMap(leavesOf).flatMap(needOf)) {
    const { newest = 0, oldest = 0 } = needs.get(need.event) ?? {};
    needs.set(need.event, {
      event: need.event,
      newest: Math.max(newest, need.newest),
      oldest: Math.max(oldest, need.oldest),
    });
  }
  return [...needs.values()];
}

function needOf(leaf: SegmentLeaf): readonly Need[] {
  const past = pastOf(leaf);
  if (!past) return [];
  const { event } = past;
  if ('first' in leaf) return [{ event, newest: 0, oldest: past.where ? LOOKED_AT : 1 }];
  const many = 'atLeast' in leaf ? Math.max(leaf.atLeast, (leaf.atMost ?? 0) + 1) : 1;
  return [{ event, newest: past.where ? LOOKED_AT : many, oldest: 0 }];
}
