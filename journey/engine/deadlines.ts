import type { Facts } from '../moves/move.ts';
import { typeOf } from '../nodes/index.ts';
import { zoneOf } from '../people/profile.ts';
import { after, type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { heldTo, openPause } from './pauses.ts';
import { nodeAt, type Version } from './version.ts';

/** What deadlines come to with the pauses of the journey, wherever they are decided or shown (design.md §7.7). Null: none, or not before a pause ends. */

type Around = Pick<Facts, 'profile' | 'pauses'>;

/** The node's. */
export function nodeDeadline(version: Version, instance: Instance, { pauses }: Around): Instant | null {
  const { until, arrivedAt } = instance;
  if (until === null || pauses === undefined || pauses.length === 0) return until;
  return heldTo(until, arrivedAt, keepsDate(version, instance), pauses);
}

/** A date stays one: what waits for quiet hours to end is let go when they do, and not so much later. */
export const keepsDate = (version: Version, instance: Instance): boolean =>
  instance.held || (instance.at !== null && typeOf(nodeAt(version, instance.at)).keepsDate === true);

/** The end of the journey's own patience. `pausedMs`: what the instance's own pauses have moved it by. */
export function journeyDeadline(
  { document }: Version,
  { enteredAt, pausedMs }: Instance,
  { profile, pauses }: Around,
): Instant | null {
  if (document.timeout === undefined) return null;
  const zone = zoneOf(profile, document.timeZone);
  return heldTo(instant(after(enteredAt, document.timeout, zone) + pausedMs), enteredAt, false, pauses);
}

/**
 * Whether the journey's own patience was over before this instant: by a version, or in a time zone, that the instance comes to only now. A pause of
 * its own has stopped that clock. Then it ends now, since nothing is decided in the past.
 */
export function wasOver(version: Version, instance: Instance, around: Around, at: Instant): boolean {
  const end = journeyDeadline(version, instance, around);
  return end !== null && end < (instance.pausedAt ?? at);
}

/**
 * When the pause has ended that kept an event from the wait here, or held a send: the first for as long as clocks are held, the second for as long
 * as any pause lasts. Undefined: there is nothing to be made up for, or not yet.
 */
export function resumesAt(instance: Instance, { pauses = [] }: Around): Instant | undefined {
  const { missed, arrivedAt } = instance;
  if (!missed && !isHeldBack(instance)) return undefined;
  const meant = missed ? pauses.filter(({ policy }) => policy === 'hold-clock') : pauses;
  return openPause(meant) ? undefined : instant(Math.max(arrivedAt, meant.at(-1)?.to ?? arrivedAt));
}

/** By a pause: what is held with a deadline waits for that. */
export const isHeldBack = ({ held, until }: Instance): boolean => held && until === null;

/** What wakes an instance. */
export interface Waking {
  /** The earlier of the node's deadline and the journey's. In a pause of its own its clocks stand still. */
  readonly at: Instant | null;
  /** Only the end of the journey's pause takes it on: it has no timer for that, and is woken. */
  readonly isHeld: boolean;
  /** The node's deadline is a date, which no pause moves. */
  readonly isDate: boolean;
}

/** Nothing does. */
export const ASLEEP: Waking = { at: null, isHeld: false, isDate: false };

export function wakingOf(version: Version, instance: Instance, around: Around): Waking {
  if (instance.exit || instance.pausedAt !== null || instance.at === null) return ASLEEP;
  const node = nodeDeadline(version, instance, around);
  const journey = journeyDeadline(version, instance, around);
  const at = node === null || (journey !== null && journey < node) ? journey : node;
  const isDate = instance.until !== null && keepsDate(version, instance);
  if (!openPause(around.pauses ?? [])) return { at, isHeld: false, isDate };
  const standsStill =
    (instance.until !== null && node === null) || (version.document.timeout !== undefined && journey === null);
  return { at, isHeld: standsStill || isHeldBack(instance) || Boolean(instance.missed), isDate };
}
