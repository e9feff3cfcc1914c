import type { Version } from '../../engine/version.ts';
import { periodOf } from '../../entries/capacity.ts';
import type { Instant } from '../../time/time.ts';
import type { EnginePass } from './pass.ts';

/** Returns whether the journey's capacity is used up, like the places in the store. The control group takes none. */
export function isFull(passes: readonly EnginePass[], { document }: Version, at: Instant): boolean {
  const { id, entry, timeZone = 'UTC' } = document;
  const { capacity } = entry;
  if (!capacity) return false;
  const period = periodOf(capacity, at, timeZone);
  const taken = passes.filter(
    ({ version, instance, isControl }) =>
      !isControl && version.document.id === id && periodOf(capacity, instance.enteredAt, timeZone) === period,
  );
  return taken.length >= capacity.max;
}
