import { describeCondition } from '../conditions/condition.ts';
import { describeMoment } from '../conditions/moments.ts';
import type { Counted, Once, SegmentCondition } from './segment.ts';

/** Describes a segment's condition as a sentence. */
export function segmentInWords(condition: SegmentCondition): string {
  if ('all' in condition) return condition.all.map(bracket).join(' and ');
  if ('any' in condition) return condition.any.map(bracket).join(' or ');
  if ('not' in condition) return `not (${segmentInWords(condition.not)})`;
  if ('inSegment' in condition) return `in segment ${condition.inSegment}`;
  if ('did' in condition) return `did ${condition.did}${describeCount(condition)}`;
  if ('didNot' in condition) return `did not ${condition.didNot}${describeCount(condition)}`;
  if ('first' in condition) return `first did ${condition.first}${once(condition)}`;
  if ('last' in condition) return `last did ${condition.last}${once(condition)}`;
  return describeCondition(condition);
}

const bracket = (condition: SegmentCondition): string =>
  'all' in condition || 'any' in condition ? `(${segmentInWords(condition)})` : segmentInWords(condition);

const describeCount = ({ atLeast, atMost, within, days, where }: Counted): string =>
  `${times(atLeast, atMost)}${within === undefined ? '' : ` within ${within}`}${describeDays(days)}${describeFilter(where)}`;

function describeDays(days: number | undefined): string {
  if (days === undefined) return '';
  return days === 1 ? ' today' : ` in the last ${days} calendar days`;
}

function times(least: number, most: number | undefined): string {
  if (most === undefined) return least === 1 ? '' : ` at least ${least} times`;
  if (least === most) return ` exactly ${least} times`;
  return least === 0 ? ` at most ${most} times` : ` ${least} to ${most} times`;
}

const once = (leaf: Once): string =>
  `${'before' in leaf ? ` before ${describeMoment(leaf.before)}` : ` after ${describeMoment(leaf.after)}`}${describeFilter(leaf.where)}`;

const describeFilter = (where: Counted['where']): string =>
  where === undefined ? '' : `, where ${describeCondition(where)}`;
