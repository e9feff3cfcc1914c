/** Names of all events that Sojourn itself records. Events from services can't start with `$`. */

/** A profile has changed. The properties are the changed traits. */
export const PROFILE_CHANGED = '$profile.changed';

/** A user said something about messages: `{channel, topic, state, pausedUntil, source}`. */
export const CONSENT_CHANGED = '$consent.changed';

/** A user joins or leaves a segment: `{segment: id}` (design.md §8). */
export const SEGMENT_JOINED = '$segment.joined';
export const SEGMENT_LEFT = '$segment.left';
/** A user was already in a segment when a journey was published that admits existing members. */
export const SEGMENT_EXISTING = '$segment.existing';

/** Requests a user's entry into a journey. `$journey` in the properties is the journey's ID. */
export const ENTER_EVENT = '$journey.enter';

/** An instance entered, reached a node or exited: `{journey, key, node | reason, goal}`. */
export const JOURNEY_ENTERED = '$journey.entered';
export const JOURNEY_REACHED = '$journey.reached';
export const JOURNEY_EXITED = '$journey.exited';
export const JOURNEY_EVENTS: readonly string[] = [JOURNEY_ENTERED, JOURNEY_REACHED, JOURNEY_EXITED];

export const MESSAGE_SENT = '$message.sent';
export const MESSAGE_FAILED = '$message.failed';

/** Events of a message after it was sent, as providers report them. */
export const ENGAGEMENTS = [
  'delivered',
  'viewed',
  'clicked',
  'replied',
  'bounced',
  'complained',
  'unsubscribed',
] as const;
export type Engagement = (typeof ENGAGEMENTS)[number];

/** Returns the event that is recorded for an engagement. */
export const engagementEvent = <Kind extends Engagement>(kind: Kind) => `$message.${kind}` as const;
