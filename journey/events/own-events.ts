/** The names of every event that Sojourn records itself: nothing of what services send may begin with `$`. */

/** A profile has changed. The properties are the traits that did. */
export const PROFILE_CHANGED = '$profile.changed';

/** A user joins or leaves a segment: `{segment: id}` (design.md §8). */
export const SEGMENT_JOINED = '$segment.joined';
export const SEGMENT_LEFT = '$segment.left';
/** A user was in a segment already when a journey was published that lets in members. */
export const SEGMENT_EXISTING = '$segment.existing';

/** Asks a journey by name to let a user in: `$journey` in the properties is its id. */
export const ENTER_EVENT = '$journey.enter';

/** What an instance does: `{journey, key, node | reason, goal}`. */
export const JOURNEY_ENTERED = '$journey.entered';
export const JOURNEY_REACHED = '$journey.reached';
export const JOURNEY_EXITED = '$journey.exited';
export const JOURNEY_EVENTS: readonly string[] = [JOURNEY_ENTERED, JOURNEY_REACHED, JOURNEY_EXITED];

export const MESSAGE_SENT = '$message.sent';
export const MESSAGE_FAILED = '$message.failed';

/** What a receiver does with a message, as providers report it. */
export const ENGAGEMENTS = ['delivered', 'viewed', 'clicked', 'replied'] as const;
export type Engagement = (typeof ENGAGEMENTS)[number];

/** Returns the event that is recorded for an engagement. */
export const engagementEvent = <Kind extends Engagement>(kind: Kind) => `$message.${kind}` as const;
