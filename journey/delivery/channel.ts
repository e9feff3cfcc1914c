import { z } from 'zod';
import { MESSAGE_CHANNELS } from './channels/index.ts';

/** A channel that reaches a user: see journey/delivery/channels. */
export const MessageChannel = z.enum(namesOf(MESSAGE_CHANNELS));
export type MessageChannel = z.infer<typeof MessageChannel>;

/**
 * Every channel. Each has its own task queue, whose rate limit is the provider's. A webhook calls a system, and an
 * activity runs the company's own code.
 */
export const Channel = z.enum([...MessageChannel.options, 'webhook', 'activity']);
export type Channel = z.infer<typeof Channel>;
export const CHANNELS = Channel.options;

/**
 * Outcomes of a message. `unknown`: the provider may or may not have it (design.md §7.11). `withheld`: never claimed,
 * because its instance had ended. `unreachable`: no address. `suppressed`: no consent at the last gate. `expired`:
 * later than the author allows.
 */
export const OUTCOMES = ['sent', 'failed', 'unknown', 'unreachable', 'suppressed', 'expired', 'withheld'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const isMessageChannel = (channel: Channel): channel is MessageChannel =>
  Object.hasOwn(MESSAGE_CHANNELS, channel);

/** Returns the names in order, which `z.enum` needs as a tuple that isn't empty. */
function namesOf<Name extends string>(definitions: Readonly<Record<Name, unknown>>): [Name, ...Name[]] {
  const [first, ...rest] = Object.keys(definitions) as Name[];
  if (first === undefined) throw new Error('there is no message channel');
  return [first, ...rest];
}
