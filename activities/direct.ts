import type { Channel } from '../journey/delivery/channel.ts';
import type { Effect } from '../journey/engine/apply.ts';
import type { SendRef } from '../store/messages/messages.ts';
import type { Sent } from './send.ts';

export interface DirectPorts {
  readonly send: (send: SendRef) => Promise<Sent>;
  /** Whether sends of this channel may go here at all: a channel with a rate limit has it on its own task queue. */
  readonly takes: (channel: Channel) => boolean;
  /** Sends of one channel at once. */
  readonly atOnce: number;
}

/** A send that found no room: nothing has been done, and the channel's own task queue has it next. */
export type Elsewhere = 'elsewhere';

/**
 * Sends on the workflow's own task queue: Temporal gives them to the worker that asked for them, in its answer, so that
 * no queue lies between decision and hand-over. A channel holds a bounded number of these slots, so that a provider
 * that hangs takes none from the others.
 */
export function createDirectSends({ send, takes, atOnce }: DirectPorts) {
  const inHand = new Map<Channel, number>();
  const hasRoom = (channel: Channel) => takes(channel) && (inHand.get(channel) ?? 0) < atOnce;
  const add = (channel: Channel, change: number) => inHand.set(channel, (inHand.get(channel) ?? 0) + change);

  return {
    /**
     * Asked when a send is decided. It may be full when the send begins, or begin at another worker: `send` looks
     * again.
     */
    mayGoDirect: (effects: readonly Effect[]): boolean => effects.every(({ channel }) => hasRoom(channel)),

    async send(asked: SendRef): Promise<Sent | Elsewhere> {
      const { channel } = asked;
      if (!hasRoom(channel)) return 'elsewhere';
      add(channel, 1);
      try {
        return await send(asked);
      } finally {
        add(channel, -1);
      }
    },
  };
}
