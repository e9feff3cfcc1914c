import type { Channel } from '../journey/delivery/channel.ts';
import type { Effect } from '../journey/engine/apply.ts';
import type { SendRef } from '../store/messages/message.ts';
import type { Sent } from './send.ts';

export interface DirectPorts {
  readonly send: (send: SendRef) => Promise<Sent>;
  /** Returns whether sends of this channel may run here. A channel with a rate limit has it on its own task queue. */
  readonly takes: (channel: Channel) => boolean;
  /** Most sends of one channel at the same time. */
  readonly atOnce: number;
}

/** A direct send found no free slot and did nothing. It runs on the channel's own task queue next. */
export type Elsewhere = 'elsewhere';

/**
 * Sends on the workflow's own task queue. Temporal hands such a send to the worker that asked for it, so that no queue
 * lies between decision and hand-over. Each channel holds a limited number of slots, so that a provider that hangs
 * takes none from the others.
 */
export function createDirectSends({ send, takes, atOnce }: DirectPorts) {
  const running = new Map<Channel, number>();
  const hasRoom = (channel: Channel) => takes(channel) && (running.get(channel) ?? 0) < atOnce;
  const add = (channel: Channel, change: number) => running.set(channel, (running.get(channel) ?? 0) + change);

  return {
    /**
     * Returns whether these sends find a free slot. Called at the decision; `send` checks again, since the slots may be
     * full when it begins, or another worker may run it.
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
