import type { Adapter, Parcel } from '../channels/port.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import type { Answering } from '../journey/world/world.ts';

/** What the providers of all worlds got, and how they answer: by workspace and channel; accepted, unless it says otherwise. */
export interface Capture {
  readonly parcels: Parcel[];
  readonly answers: Map<string, Answering>;
}

const PATIENCE_MS = 60_000;

export const answersOf = (workspace: string, channel: Channel): string => `${workspace}/${channel}`;

/** Providers that honour keys: the same key again is the same message. */
export function capturing({ parcels, answers }: Capture): Readonly<Record<Channel, Adapter>> {
  const seen = new Set<string>();
  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'testkit',
    delivery: 'honours-keys',
    async deliver(parcel) {
      const answer = answers.get(answersOf(parcel.workspace, channel)) ?? { type: 'accepted' };
      if (answer.type === 'busy') return { ...answer, retryAfterMs: PATIENCE_MS }; // a world asks again by itself
      if (answer.type === 'rejected') return answer;
      if (!seen.has(parcel.key)) parcels.push(parcel);
      seen.add(parcel.key);
      return { ...answer, providerId: parcel.key };
    },
  });
  return Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<Channel, Adapter>;
}
