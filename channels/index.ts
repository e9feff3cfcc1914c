import { type Channel, MessageChannel } from '../journey/delivery/channel.ts';
import { isDeviceChannel } from '../journey/delivery/device.ts';
import { createActivityAdapter } from './activity/adapter.ts';
import type { Activity } from './activity/define.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { createInAppAdapter } from './in-app/adapter.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import type { Adapter, Feed, Inbox, ProviderHealth } from './port.ts';
import type { ProviderMeans } from './provider.ts';
import type { ChosenProvider } from './providers.ts';
import { createByDeviceAdapter } from './push/by-device.ts';
import { createRoute, type RouteOptions } from './route/route.ts';
import { createSandboxAdapter } from './sandbox/adapter.ts';
import { createWebhookAdapter } from './webhook/adapter.ts';
import { catchReservedHosts } from './webhook/reserved.ts';

/** Settings of all channels. Only worker/config.ts reads them from the environment. */
export interface ChannelSettings {
  readonly inbox: Inbox;
  readonly feed: Feed;
  /** The providers of each channel, in the order in which they are tried. */
  readonly providers?: readonly ChosenProvider[];
  /** SMTP server that catches email while no provider is chosen. Without it, email goes to the sandbox. */
  readonly catcherUrl?: string;
  /** Default sender of email. */
  readonly mailFrom?: string;
  /** URL that a provider calls, by channel and provider. */
  readonly callbackUrl?: (channel: MessageChannel, provider: string) => string | undefined;
  readonly webhook: {
    readonly secrets: readonly string[];
    /** For development: allows calls to localhost and private networks. */
    readonly allowPrivate: boolean;
    /** For development: shows calls to hosts that can't exist, such as `crm.example`, in the inbox. */
    readonly catchesReservedHosts?: boolean;
  };
  /** The company's own activities. */
  readonly activities?: readonly Activity[];
  readonly perSecond?: Readonly<Partial<Record<Channel, number>>>;
  /** Called when a provider is held, rests or works again. */
  readonly onProviderChange?: (channel: MessageChannel, health: ProviderHealth) => void;
}

/**
 * Creates an adapter for every channel: the sandbox for each message channel that has no provider. In-app messages
 * always reach the feed; without a provider they are also shown in the inbox. The caller must close the adapters with
 * `closeAdapters`.
 */
export function createAdapters(settings: ChannelSettings): Readonly<Record<Channel, Adapter>> {
  const { webhook, activities = [], perSecond = {} } = settings;
  const outbound = createOutbound({ allowPrivate: webhook.allowPrivate });
  const trusted = createOutbound({ allowPrivate: true });
  const messages = Object.fromEntries(
    MessageChannel.options.map((channel) => [channel, createMessageAdapter(settings, channel, { outbound, trusted })]),
  ) as Record<MessageChannel, Adapter>;
  const http = createWebhookAdapter({ outbound, secrets: webhook.secrets, perSecond: perSecond.webhook });
  return {
    ...messages,
    webhook: webhook.catchesReservedHosts ? catchReservedHosts(http, settings.inbox) : http,
    activity: createActivityAdapter(activities, perSecond.activity),
  };
}

interface Clients {
  readonly outbound: Outbound;
  readonly trusted: Outbound;
}

/** Creates the route over a channel's providers. Without a provider, it leads to the mail catcher or the sandbox. */
function createMessageAdapter(settings: ChannelSettings, channel: MessageChannel, clients: Clients): Adapter {
  const { providers = [], onProviderChange } = settings;
  const chosen = providers.filter(({ provider }) => provider.channel === channel);
  const [first, ...others] = chosen.map((each) => createProviderAdapter(settings, each, clients));
  if (first && others.length > 0 && isDeviceChannel(channel)) return createByDeviceAdapter([first, ...others]);
  const options: RouteOptions = {
    adapters: first ? [first, ...others] : [createStandIn(settings, channel)],
    ...(onProviderChange && { onChange: (health) => onProviderChange(channel, health) }),
  };
  return createRoute(options);
}

function createProviderAdapter(
  { mailFrom = MAIL_FROM, feed, callbackUrl, perSecond }: ChannelSettings,
  { provider, given }: ChosenProvider,
  clients: Clients,
): Adapter {
  const { channel, name } = provider;
  const means: ProviderMeans = {
    ...clients,
    ...{ feed, perSecond: perSecond?.[channel], mailFrom, now: Date.now },
    callbackUrl: callbackUrl?.(channel, name),
  };
  return provider.createAdapter(given, means);
}

function createStandIn(
  { inbox, feed, catcherUrl, mailFrom = MAIL_FROM, perSecond }: ChannelSettings,
  channel: MessageChannel,
): Adapter {
  const limit = perSecond?.[channel];
  if (channel === 'inApp') return createInAppAdapter({ feed, inbox, perSecond: limit });
  return channel === 'email' && catcherUrl !== undefined
    ? createEmailAdapter({ url: catcherUrl, from: mailFrom, delivery: 'honours-keys', perSecond: limit })
    : createSandboxAdapter({ channel, inbox, perSecond: limit });
}

const MAIL_FROM = 'Sojourn <sojourn@localhost>';

export async function closeAdapters(adapters: Readonly<Record<Channel, Adapter>>): Promise<void> {
  await Promise.all(Object.values(adapters).map((adapter) => adapter.close?.()));
}
