import type { Facts } from '../moves/move.ts';
import { typeOf } from '../nodes/index.ts';
import { zoneOf } from '../people/profile.ts';
import { after, type Instant, instant } from '../time/time.ts';
import type { Instance } from './apply.ts';
import { deadlineWithPauses, openPause } from './pauses.ts';
import { nodeAt, type Version } from './version.ts';

/**
 * Deadlines with the journey's pauses applied, for decisions and for display (design.md §7.7). Null means that there is
 * no deadline, or none until a pause ends.
 */

type Around = Pick<Facts, 'profile' | 'pauses'>;

/** Returns the node's deadline. */
export function nodeDeadline(version: Version, instance: Instance, { pauses }: Around): Instant | null {
  const { until, arrivedAt } = instance;
  if (until === null || pauses === undefined || pauses.length === 0) return until;
  return deadlineWithPauses(until, arrivedAt, keepsDate(version, instance), pauses);
}

/**
 * Returns whether pauses leave the deadline where it is. True for dates, and for messages held until quiet hours end.
 */
export const keepsDate = (version: Version, instance: Instance): boolean =>
  instance.held || (instance.at !== null && typeOf(nodeAt(version, instance.at)).keepsDate === true);

/** Returns when the journey's timeout ends the instance. `pausedMs` is the time the instance itself was paused. */
export function journeyDeadline(
  { document }: Version,
  { enteredAt, pausedMs }: Instance,
  { profile, pauses }: Around,
): Instant | null {
  if (document.timeout === undefined) return null;
  const zone = zoneOf(profile, document.timeZone);
  return deadlineWithPauses(instant(after(enteredAt, document.timeout, zone) + pausedMs), enteredAt, false, pauses);
}

/**
 * Returns whether the journey's timeout had already passed before `at`, because the version or the time zone has just
 * changed. While the instance is paused, its clock stands still. Such an instance ends now, since nothing is decided in
 * the past.
 */
export function wasOver(version: Version, instance: Instance, around: Around, at: Instant): boolean {
  const end = journeyDeadline(version, instance, around);
  return end !== null && end < (instance.pausedAt ?? at);
}

/**
 * Returns when the pause ended that hid an event from the wait or held a send. A missed event waits for pauses that
 * hold clocks, a held send for any pause. Undefined if nothing was missed, or if the pause still lasts.
 */
export function resumesAt(instance: Instance, { pauses = [] }: Around): Instant | undefined {
  const { missed, arrivedAt } = instance;
  if (!missed && !isHeldBack(instance)) return undefined;
  const meant = missed ? pauses.filter(({ policy }) => policy === 'hold-clock') : pauses;
  return openPause(meant) ? undefined : instant(Math.max(arrivedAt, meant.at(-1)?.to ?? arrivedAt));
}

/** Returns whether a pause holds a send. A held send with a deadline waits for that deadline instead. */
export const isHeldBack = ({ held, until }: Instance): boolean => held && until === null;

/** When an instance wakes next. */
export interface Waking {
  /** The earlier of the node's deadline and the journey's. Null while the instance is paused. */
  readonly at: Instant | null;
  /**
   * Only the end of the journey's pause continues the instance. It has no timer for that and is woken by the resume.
   */
  readonly isHeld: boolean;
  /** The node's deadline is a date, which pauses don't move. */
  readonly isDate: boolean;
}

/** No timer: only an event or a command wakes the instance. */
export const ASLEEP: Waking = { at: null, isHeld: false, isDate: false };

/** Returns when an instance wakes next. */
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
