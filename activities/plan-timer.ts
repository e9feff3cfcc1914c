import type { Instance, Timer } from '../journey/engine/apply.ts';
import { wakingOf } from '../journey/engine/deadlines.ts';
import type { Version } from '../journey/engine/version.ts';
import type { Facts } from '../journey/moves/move.ts';

/**
 * Returns the timer until the next deadline, as a length of time. A deadline closes only after its own millisecond,
 * since an event may still be accepted within it (design.md §7.1).
 */
export function planTimer(
  version: Version,
  before: Instance,
  after: Instance,
  facts: Facts,
  timerRuns: boolean,
): Timer {
  const { at } = wakingOf(version, after, facts);
  if (at === null) return { type: 'none' };
  if (timerRuns && at === wakingOf(version, before, facts).at && at > facts.now) return { type: 'keep' };
  return { type: 'start', ms: Math.max(1, at - facts.now + 1) };
}
