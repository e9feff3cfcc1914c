import { z } from 'zod';
import { list, text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { Duration, type Instant, inMs, instant } from '../time/time.ts';
import { CHANNELS, type Channel, MessageChannel } from './channel.ts';
import { Topic } from './topic.ts';

/** Limits how many messages a user receives, across all journeys of the workspace (design.md §7.9). */
export const FrequencyCap = z
  .strictObject({
    max: z.int().min(1).max(1000).describe('Maximum number of messages'),
    per: Duration.describe('Rolling window. A day is 24 hours here.'),
    channels: list(MessageChannel, CHANNELS.length).default([]).describe('Channels to count. All channels if empty.'),
    tags: list(text(MOST.label, { min: 1 }), MOST.tags)
      .default([])
      .describe('Tags to count. All messages if empty.'),
    topics: list(Topic, MOST.tags).default([]).describe('Topics to count. Leave empty to count all messages.'),
  })
  .meta({
    id: 'FrequencyCap',
    description:
      'Limits the messages of this journey. Messages from all journeys to the user and to the same address count. A message over the limit takes `suppressed`.',
  });
export type FrequencyCap = z.infer<typeof FrequencyCap>;

/** The properties of a message that caps match on. */
export interface Capped {
  readonly channel: Channel;
  readonly tags: readonly string[];
  readonly topic?: string | null | undefined;
}

/**
 * A message that counts toward caps. `at` is when it was sent according to the trace (`settledAt`), null while that is
 * unknown. It counts until a window after `at` has passed.
 */
export interface Slot extends Capped {
  readonly key: string;
  readonly at: Instant | null;
}

/** Messages to other users with this user's address on a channel. They count toward this user's caps. */
export type SlotsByAddress = Readonly<Partial<Record<Channel, readonly Slot[]>>>;

/** A full cap, and when it has room again. `freeAt` is null if that is unknown. */
export interface Full {
  readonly cap: FrequencyCap;
  readonly taken: number;
  readonly freeAt: Instant | null;
}

/**
 * Returns the first cap that is full for a message; undefined if none is. Ignores the message's own slot from an
 * earlier decision.
 */
export function fullFor(
  caps: readonly FrequencyCap[],
  message: Capped,
  key: string,
  slots: readonly Slot[],
  now: Instant,
): Full | undefined {
  for (const cap of caps) {
    if (!binds(cap, message)) continue;
    const per = inMs(cap.per);
    const taken = slots.filter(
      (slot) => slot.key !== key && binds(cap, slot) && (slot.at === null || slot.at > now - per),
    );
    if (taken.length < cap.max) continue;
    return { cap, taken: taken.length, freeAt: freeAt(taken, cap.max, per) };
  }
  return undefined;
}

/** Returns whether a cap applies to a message. */
export const binds = ({ channels, tags, topics }: FrequencyCap, message: Capped): boolean =>
  (channels.length === 0 || channels.some((each) => each === message.channel)) &&
  (tags.length === 0 || tags.some((each) => message.tags.includes(each))) &&
  (topics.length === 0 || topics.some((each) => each === message.topic));

/** Returns the longest window in milliseconds, 0 without caps. Older slots don't matter. */
export const longestWindow = (caps: readonly FrequencyCap[]): number =>
  Math.max(0, ...caps.map(({ per }) => inMs(per)));

/** Returns when the cap has room again; null if that depends on sends in progress. */
function freeAt(taken: readonly Slot[], max: number, per: number): Instant | null {
  const sent = taken.flatMap(({ at }) => at ?? []).toSorted((a, b) => a - b);
  const last = sent[taken.length - max];
  return last === undefined ? null : instant(last + per);
}
