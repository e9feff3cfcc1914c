import { answerByStatus, answerUnanswered, callProvider, objectIn, textIn } from '../channels/http.ts';
import { createOutbound } from '../channels/outbound.ts';
import type { Adapter } from '../channels/port.ts';
import type { Channel } from '../journey/delivery/channel.ts';

export interface CarrierSettings {
  readonly channel: Channel;
  /** URL of test/counterparts/carrier.ts. */
  readonly url: string;
  readonly provider?: string;
  readonly delivery: Adapter['delivery'];
  readonly perSecond?: number;
}

/** Creates the adapter of a provider that exists only in tests. Its counterpart is test/counterparts/carrier.ts. */
export function createCarrierAdapter(settings: CarrierSettings): Adapter {
  const { channel, url, provider = 'carrier', delivery, perSecond } = settings;
  const outbound = createOutbound({ allowPrivate: true });
  return {
    channel,
    provider,
    delivery,
    ...(perSecond !== undefined && { perSecond }),
    async deliver({ key, to, content: { template } }) {
      const reply = await callProvider(outbound, {
        url,
        headers: { 'idempotency-key': key },
        body: { type: 'json', value: { to, template } },
      });
      if (reply.type !== 'answered') return answerUnanswered(reply);
      const providerId = textIn(objectIn(reply.json).id);
      return reply.status === 200 && providerId ? { type: 'accepted', providerId } : answerByStatus(reply);
    },
    close: async () => outbound.close(),
  };
}
