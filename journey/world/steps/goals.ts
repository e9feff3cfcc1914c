import { attributeConversion, type Conversion, goalsOpenUntil, meetGoalsAfterEnd } from '../../engine/goals.ts';
import { isConcerned } from '../../engine/version.ts';
import type { GoalFacts } from '../../moves/move.ts';
import type { Instant } from '../../time/time.ts';
import { convertedOf, type EnginePass, factsOf, sendBefore } from '../state/pass.ts';

/** Goals in memory, like store/goals/conversions.ts and store/goals/after-end.ts. */

/** Stores conversions with the message to which they are credited. */
export function convert(one: EnginePass, conversions: readonly Conversion[]): void {
  for (const each of conversions)
    one.conversions.push(attributeConversion(one.version, each, sendBefore(one, each.position)));
}

/**
 * Opens the window of an instance that has just ended, or is in the control group. Returns the last instant at which a
 * goal may still be met; null if none may.
 */
export function openWindow(one: EnginePass, now: Instant): Instant | null {
  if (one.version.afterEnd.length === 0) return null;
  one.goalsReadTo = one.instance.readTo;
  return lookAfter(one, now);
}

/** Reads events since the end. Returns the last instant at which a goal may still be met; null if none may. */
export function lookAfter(one: EnginePass, now: Instant): Instant | null {
  const { version, instance, person } = one;
  for (const { event } of person.events) {
    if (event.position <= one.goalsReadTo || !isConcerned(event, version.afterEnd)) continue;
    one.goalsReadTo = event.position;
    const goals: GoalFacts = {
      converted: convertedOf(one),
      holding: one.holding,
      lastSend: sendBefore(one, event.position),
    };
    const met = meetGoalsAfterEnd(version, instance, event, { ...factsOf(one, now), goals });
    convert(one, met.conversions);
    one.holding = met.goals.holding;
  }
  const lastSend = sendBefore(one, Number.POSITIVE_INFINITY);
  return goalsOpenUntil(version, instance, { profile: person.profile, now }, { converted: convertedOf(one), lastSend });
}
