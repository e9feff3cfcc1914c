import type { JsonObject } from '../base/json.ts';
import type { Version } from '../engine/version.ts';
import { match } from '../events/event-match.ts';
import type { JourneyEvent } from '../events/input.ts';
import { zoneOf } from '../people/profile.ts';
import { after, type Instant } from '../time/time.ts';

/** Somebody's arm, and what is known of the instance that was given it. */
export interface Assigned {
  readonly experiment: string;
  readonly arm: string;
  readonly at: Instant;
  /** Whatever was accepted up to this position came before it. */
  readonly position: number;
  /** The instance's entry key, and what it remembers. */
  readonly key: string | null;
  readonly context: JsonObject;
}

/**
 * The goals of an IntelliNODE that an event meets for somebody assigned: within the goal's window, its last millisecond
 * included, whether the instance is still inside or has ended. They end nobody's journey.
 */
export function goalsMet(
  { document, experiments, keyPath }: Version,
  { experiment, at, position, key, context }: Assigned,
  event: JourneyEvent,
  { profile, now }: { readonly profile: JsonObject; readonly now: Instant },
): readonly string[] {
  const node = experiments.get(experiment);
  if (!node || event.position <= position) return [];
  const zone = zoneOf(profile, document.timeZone);
  const around = { values: { profile, context }, key, keyPath, now, zone };
  return node.goals
    .filter((goal) => event.at <= after(at, goal.within, zone) && match(goal, event, around).is === 'yes')
    .map(({ id }) => id);
}
