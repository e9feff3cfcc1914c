import { z } from 'zod';

/** Every way into the world. Each has a task queue of its own, whose rate limit is the provider's. */
export const CHANNELS = ['email', 'sms', 'push', 'webPush', 'inApp', 'whatsapp', 'webhook', 'activity'] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** Those that reach a person: what a webhook calls is a system, and an activity is the company's own code. */
export const MessageChannel = Channel.exclude(['webhook', 'activity']);
export type MessageChannel = z.infer<typeof MessageChannel>;

/**
 * What became of a message. `unknown`: the provider may or may not have it (design.md §7.11). `withheld`: claimed by
 * nobody, since its instance had ended. `unreachable`, `suppressed`: no address, no consent at the last gate.
 * `expired`: it would have gone later than its author wants.
 */
export const OUTCOMES = ['sent', 'failed', 'unknown', 'unreachable', 'suppressed', 'expired', 'withheld'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The trait that holds a person's address for a channel; null where none is needed. */
export const ADDRESS_TRAIT = {
  email: 'email',
  sms: 'phone',
  whatsapp: 'phone',
  push: 'pushToken',
  webPush: 'webPushSubscription',
  inApp: null,
  webhook: null,
  activity: null,
} as const satisfies Record<Channel, string | null>;
