import type { JsonObject } from '../base/json.ts';
import type { Version } from '../engine/version.ts';
import { match } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { surroundingsOf } from '../people/profile.ts';
import { after, type Instant } from '../time/time.ts';

/** A user's arm, and the instance for which it was assigned. */
export interface Assigned {
  readonly experiment: string;
  readonly arm: string;
  readonly at: Instant;
  /** Position of the last row before the assignment. */
  readonly position: number;
  /** The instance's entry key and context. */
  readonly key: string | null;
  readonly context: JsonObject;
}

/**
 * Returns the IDs of an IntelliNODE's goals that an event meets for an assigned user. The last millisecond of a goal's
 * window counts. The instance may have ended. These goals never end a journey.
 */
export function goalsMet(
  { document, experiments, keyPath }: Version,
  { experiment, at, position, key, context }: Assigned,
  event: JourneyEvent,
  { profile, now }: { readonly profile: JsonObject; readonly now: Instant },
): readonly string[] {
  const node = experiments.get(experiment);
  if (!node || event.position <= position) return [];
  const around = { values: { profile, context }, key, keyPath, ...surroundingsOf(profile, document, now) };
  return node.goals
    .filter((goal) => event.at <= after(at, goal.within, around.zone) && match(goal, event, around).is === 'yes')
    .map(({ id }) => id);
}
