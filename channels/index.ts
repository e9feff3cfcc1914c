import { type Channel, MessageChannel } from '../journey/delivery/channel.ts';
import { createActivityAdapter } from './activity/adapter.ts';
import type { Activity } from './activity/define.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { createOutbound } from './outbound.ts';
import type { Adapter, Inbox } from './port.ts';
import { createSandboxAdapter } from './sandbox/adapter.ts';
import { createWebhookAdapter } from './webhook/adapter.ts';

/** Settings of all channels. Only worker/config.ts reads them from the environment. */
export interface ChannelSettings {
  readonly inbox: Inbox;
  /** Without it, email goes to the sandbox. */
  readonly email?: {
    readonly url: string;
    readonly from: string;
    readonly delivery: Adapter['delivery'];
  };
  readonly webhook: {
    readonly secrets: readonly string[];
    /** For development: allows calls to localhost and private networks. */
    readonly allowPrivate: boolean;
  };
  /** The company's own activities. */
  readonly activities?: readonly Activity[];
  readonly perSecond?: Readonly<Partial<Record<Channel, number>>>;
}

/**
 * Creates an adapter for every channel: the sandbox for each message channel that has no provider. The caller must
 * close them with `closeAdapters`.
 */
export function createAdapters({
  inbox,
  email,
  webhook,
  activities = [],
  perSecond = {},
}: ChannelSettings): Readonly<Record<Channel, Adapter>> {
  const sandboxes = Object.fromEntries(
    MessageChannel.options.map((channel) => [
      channel,
      createSandboxAdapter({ channel, inbox, perSecond: perSecond[channel] }),
    ]),
  ) as Record<MessageChannel, Adapter>;
  return {
    ...sandboxes,
    ...(email && { email: createEmailAdapter({ ...email, perSecond: perSecond.email }) }),
    webhook: createWebhookAdapter({
      outbound: createOutbound({ allowPrivate: webhook.allowPrivate }),
      secrets: webhook.secrets,
      perSecond: perSecond.webhook,
    }),
    activity: createActivityAdapter(activities, perSecond.activity),
  };
}

export async function closeAdapters(adapters: Readonly<Record<Channel, Adapter>>): Promise<void> {
  await Promise.all(Object.values(adapters).map((adapter) => adapter.close?.()));
}
