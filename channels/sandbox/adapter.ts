import { CHANNELS, type Channel } from '../../journey/delivery/channel.ts';
import type { Adapter, Inbox, MessageContent, Parcel } from '../port.ts';
import { storableFields } from '../storable.ts';

export interface SandboxPorts {
  readonly channel: Adapter['channel'];
  readonly inbox: Inbox;
  readonly perSecond?: number;
}

/** Creates the adapter for channels without a provider: it sends nothing and shows each message in the inbox. */
export const createSandboxAdapter = ({ channel, inbox, perSecond }: SandboxPorts): Adapter => ({
  channel,
  provider: 'sandbox',
  delivery: 'honours-keys',
  perSecond,

  async deliver({ workspace, key, journey, to, content }: Parcel) {
    const { subject, title, ...rest }: Partial<MessageContent> = content;
    await inbox.catch({
      workspace,
      key,
      channel,
      caughtBy: 'sandbox',
      recipient: to,
      subject: subject ?? title ?? null,
      body: storableFields({ sandbox: true, journey, subject, title, ...rest }),
    });
    return { type: 'accepted', providerId: `sandbox:${key}` };
  },
});

/** Creates a sandbox for each channel, for messages that no provider may get. */
export const createSandboxAdapters = (inbox: Inbox): Readonly<Record<Channel, Adapter>> =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, createSandboxAdapter({ channel, inbox })])) as Record<
    Channel,
    Adapter
  >;
