import { pathsIn } from '../conditions/condition.ts';
import { namesIn } from '../conditions/path.ts';
import type { JourneyEvent } from '../events/input.ts';
import { PROFILE_CHANGED, SEGMENT_JOINED, SEGMENT_LEFT } from '../events/own-events.ts';
import { ZONE_TRAITS } from '../people/profile.ts';
import { leavesOf, pastOf, type SegmentCondition } from './segment.ts';

/**
 * Lists what can change a segment's answer for a user, besides time: event names, `trait:<name>` and `segment:<id>`, in
 * the format of an instance's interests. Calendar days, and dates without an offset, depend on the user's time zone.
 */
export function mentionsOf(condition: SegmentCondition): readonly string[] {
  const mentions = leavesOf(condition).flatMap((leaf) => {
    const past = pastOf(leaf);
    if (past) return [past.event];
    if ('inSegment' in leaf) return [`segment:${leaf.inSegment}`];
    return 'op' in leaf ? pathsIn(leaf).map((path) => `trait:${namesIn(path)[1]}`) : [];
  });
  return [...new Set([...mentions, ...(asksForDates(condition) ? ZONE_TRAITS.map((trait) => `trait:${trait}`) : [])])];
}

const asksForDates = (condition: SegmentCondition): boolean => /"(before|after|days)"/.test(JSON.stringify(condition));

/** Lists what an event may change, in the same format. */
export function changedBy({ name, properties }: Pick<JourneyEvent, 'name' | 'properties'>): readonly string[] {
  if (name === PROFILE_CHANGED) return [name, ...Object.keys(properties).map((trait) => `trait:${trait}`)];
  if (name === SEGMENT_JOINED || name === SEGMENT_LEFT) return [name, `segment:${properties.segment}`];
  return [name];
}
