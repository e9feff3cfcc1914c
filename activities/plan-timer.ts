import type { Instance, Timer } from '../journey/engine/apply.ts';
import { wakingOf } from '../journey/engine/deadlines.ts';
import type { Version } from '../journey/engine/version.ts';
import type { Facts } from '../journey/moves/move.ts';
import { TEST_CLOCK_ENDS } from '../journey/people/test-user.ts';

/**
 * Returns the timer until the next deadline, as a length of real time. A deadline closes only after its own
 * millisecond, since an event may still be accepted within it (design.md §7.1). A test user's timer is started again at
 * each step, since their speed may have changed. A clock that has stopped needs no timer.
 *
 * @param timer `speed`: how many times as fast as real time the user's clock runs.
 */
export function planTimer(
  version: Version,
  { before, after }: { readonly before: Instance; readonly after: Instance },
  facts: Facts,
  { isRunning, speed }: { readonly isRunning: boolean; readonly speed: number },
): Timer {
  const { at } = wakingOf(version, after, facts);
  if (at === null || facts.now >= TEST_CLOCK_ENDS) return { type: 'none' };
  const canKeep = isRunning && speed === 1 && at > facts.now;
  if (canKeep && at === wakingOf(version, before, facts).at) return { type: 'keep' };
  return { type: 'start', ms: Math.max(1, Math.ceil((at - facts.now + 1) / speed)) };
}
