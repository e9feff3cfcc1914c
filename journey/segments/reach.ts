import type { Flaw } from '../base/refusal.ts';
import { inMs } from '../time/time.ts';
import { type Counted, leavesOf, type Segment } from './segment.ts';

const DAY_MS = 86_400_000;

/** Finds parts that look back further than events are kept. */
export const reachFlaws = ({ condition }: Pick<Segment, 'condition'>, keptDays: number): readonly Flaw[] =>
  leavesOf(condition).flatMap((leaf) => {
    const window = 'atLeast' in leaf ? windowOf(leaf) : undefined;
    if (window === undefined || window.days <= keptDays) return [];
    const { name, given, inQuotes } = window;
    return [
      {
        path: 'condition',
        message: `"${name}" is ${given}, but events are kept for ${keptDays} days`,
        fix: `write at most ${inQuotes ? `"${keptDays}d"` : keptDays}, or ask your Sojourn administrator to raise KEEP_EVENTS_DAYS`,
      },
    ];
  });

function windowOf({ within, days }: Counted) {
  if (days !== undefined) return { name: 'days', given: days, days, inQuotes: false };
  return within && { name: 'within', given: within, days: inMs(within) / DAY_MS, inQuotes: true };
}
