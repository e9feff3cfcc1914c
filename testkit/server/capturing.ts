import type { Adapter, Parcel } from '../../channels/port.ts';
import { CHANNELS, type Channel } from '../../journey/delivery/channel.ts';
import type { Answering } from '../../journey/world/world.ts';

/** Messages that providers received, and their answers by workspace and channel. Default answer: accepted. */
export interface Capture {
  readonly parcels: Parcel[];
  readonly answers: Map<string, Answering>;
}

const PATIENCE_MS = 60_000;

export const answersOf = (workspace: string, channel: Channel): string => `${workspace}/${channel}`;

/** Creates adapters that capture messages. They honor keys: a repeated key is the same message. */
export function captureAll({ parcels, answers }: Capture): Readonly<Record<Channel, Adapter>> {
  const seen = new Set<string>();
  const adapter = (channel: Channel): Adapter => ({
    channel,
    provider: 'testkit',
    delivery: 'honours-keys',
    async deliver(parcel) {
      const answer = answers.get(answersOf(parcel.workspace, channel)) ?? { type: 'accepted' };
      // long: the world triggers the retry itself
      if (answer.type === 'busy') return { ...answer, retryAfterMs: PATIENCE_MS };
      if (answer.type === 'rejected') return answer;
      if (!seen.has(parcel.key)) parcels.push(parcel);
      seen.add(parcel.key);
      return { ...answer, providerId: parcel.key };
    },
  });
  return Object.fromEntries(CHANNELS.map((channel) => [channel, adapter(channel)])) as Record<Channel, Adapter>;
}
