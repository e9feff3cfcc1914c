import { z } from 'zod';
import { list, text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { Duration, type Instant, inMs, instant } from '../time/time.ts';
import { CHANNELS, type Channel, MessageChannel } from './channel.ts';

/** How many messages a person gets, over all journeys of the workspace (design.md §7.9). */
export const FrequencyCap = z
  .strictObject({
    max: z.int().min(1).max(1000).describe('Maximum number of messages'),
    per: Duration.describe('Rolling window. A day is 24 hours here.'),
    channels: list(MessageChannel, CHANNELS.length).default([]).describe('Channels to count. All channels if empty.'),
    tags: list(text(MOST.label, { min: 1 }), MOST.tags)
      .default([])
      .describe('Tags to count. All messages if empty.'),
  })
  .meta({
    id: 'FrequencyCap',
    description:
      'Binds the messages of this journey, and counts what the person gets of any journey. A message too many takes `suppressed`',
  });
export type FrequencyCap = z.infer<typeof FrequencyCap>;

/** What a cap goes by. */
export interface Capped {
  readonly channel: Channel;
  readonly tags: readonly string[];
}

/**
 * A message that counts: `at` is when it was sent as the trace has it (`settledAt`), null while nobody knows. It is
 * free of a window that long after.
 */
export interface Slot extends Capped {
  readonly key: string;
  readonly at: Instant | null;
}

/** A cap that leaves a message no room, and when it will, as far as that is known. */
export interface Full {
  readonly cap: FrequencyCap;
  readonly taken: number;
  readonly freeAt: Instant | null;
}

/** The first cap that is full for a message. Its own slot, taken when it was decided on before, is not counted. */
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

export const binds = ({ channels, tags }: FrequencyCap, message: Capped): boolean =>
  (channels.length === 0 || channels.some((each) => each === message.channel)) &&
  (tags.length === 0 || tags.some((each) => message.tags.includes(each)));

/** The longest window: older slots say nothing. */
export const longestWindow = (caps: readonly FrequencyCap[]): number =>
  Math.max(0, ...caps.map(({ per }) => inMs(per)));

/** When fewer than `max` are left in the window; null where that is up to sends that are under way. */
function freeAt(taken: readonly Slot[], max: number, per: number): Instant | null {
  const sent = taken.flatMap(({ at }) => at ?? []).toSorted((a, b) => a - b);
  const last = sent[taken.length - max];
  return last === undefined ? null : instant(last + per);
}
