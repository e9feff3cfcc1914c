import type { Input } from '../events/input.ts';
import { PROFILE_CHANGED } from '../events/own-events.ts';
import { because, type Facts } from '../moves/move.ts';
import { tallyOf } from '../moves/tally.ts';
import { typeOf } from '../nodes/index.ts';
import { ZONE_TRAITS } from '../people/profile.ts';
import { instant, toIso } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { become } from './become.ts';
import { keepsDate } from './deadlines.ts';
import { type Line, note } from './follow.ts';
import type { Version } from './version.ts';
import { visitOf } from './visit.ts';

type Accepted = Extract<Input, { readonly type: 'accepted' }>;

/** Returns whether an input changes the user's time zone. The profile read by the decision already has the new zone. */
export const movesZone = (input: Input): boolean =>
  input.type === 'accepted' &&
  input.events.some(
    ({ name, properties }) => name === PROFILE_CHANGED && ZONE_TRAITS.some((trait) => Object.hasOwn(properties, trait)),
  );

/**
 * Recomputes the deadline for the user's new time zone, also during a pause (design.md §7.6). A deadline that has
 * passed there is due now.
 */
export function moveToZone(
  version: Version,
  instance: Instance,
  input: Accepted,
  facts: Facts,
): { readonly here: Instance; readonly lines: readonly Line[] } {
  if (!movesZone(input) || instance.until === null) return { here: instance, lines: [] };
  const visit = visitOf(version, instance, facts);
  const resolved = typeOf(visit.node).resolve?.(visit);
  if (resolved === undefined) return { here: instance, lines: [] };
  const pausedMs = keepsDate(version, instance) ? 0 : tallyOf(facts, visit.id, `paused.${visit.ordinal}`);
  const { at } = input;
  const until = instant(Math.max(resolved + pausedMs, at));
  if (until === instance.until || resolved + pausedMs === instance.until) return { here: instance, lines: [] };
  const here = become(instance, { until });
  return { here, lines: [note(here, at, because('zone-moved', { zone: visit.zone, until: toIso(until) }))] };
}
