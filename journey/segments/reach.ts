import type { Flaw } from '../base/refusal.ts';
import { inMs } from '../time/time.ts';
import { leavesOf, type Segment } from './segment.ts';

const DAY_MS = 86_400_000;

/** Finds parts that look back further than events are kept. */
export const reachFlaws = ({ condition }: Pick<Segment, 'condition'>, keptDays: number): readonly Flaw[] =>
  leavesOf(condition).flatMap((leaf) => {
    const within = 'within' in leaf ? leaf.within : undefined;
    if (within === undefined || inMs(within) <= keptDays * DAY_MS) return [];
    return [
      {
        path: 'condition',
        message: `"within" is ${within}, but events are kept for ${keptDays} days`,
        fix: `write at most "${keptDays}d", or ask your Sojourn administrator to raise KEEP_EVENTS_DAYS`,
      },
    ];
  });
