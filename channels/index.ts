import { type Channel, MessageChannel } from '../journey/delivery/channel.ts';
import type { ProviderSettings } from '../journey/delivery/channel-settings.ts';
import { isDeviceChannel } from '../journey/delivery/device.ts';
import { createActivityAdapter } from './activity/adapter.ts';
import type { Activity } from './activity/define.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { createInAppAdapter } from './in-app/adapter.ts';
import { createMeter } from './meter.ts';
import { createOutbound, type Outbound } from './outbound.ts';
import { createLocalTurns, createPace, paceAdapter, type TakeTurns } from './pace.ts';
import type { Adapter, Feed, Inbox, ProviderHealth } from './port.ts';
import type { ProviderMeans } from './provider.ts';
import type { ChosenProvider } from './providers.ts';
import { createByDeviceAdapter } from './push/by-device.ts';
import { createRoute, limitOf, type RouteOptions } from './route/route.ts';
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
  /** Returns operators' settings for a channel's providers, if there are any. Called for each message. */
  readonly settingsOf?: (channel: Channel) => readonly ProviderSettings[] | undefined;
  /** Returns the source of a provider's turns, which all workers share. Default: turns of this process. */
  readonly turnsOf?: (channel: Channel, provider: string) => TakeTurns;
  /** Called when a provider is held, rests or works again. */
  readonly onProviderChange?: (channel: MessageChannel, health: ProviderHealth) => void;
  /** Called when a provider starts to report that it is misconfigured. */
  readonly onMisconfigured?: (channel: MessageChannel, provider: string, reason: string) => void;
  /** Called when turns can't be taken. Messages wait until they can. */
  readonly onTurnsFailed?: (cause: unknown) => void;
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
    webhook: paceOne(settings, webhook.catchesReservedHosts ? catchReservedHosts(http, settings.inbox) : http),
    activity: paceOne(settings, createActivityAdapter(activities, perSecond.activity)),
  };
}

/**
 * Paces a channel whose receivers differ from message to message. It has no circuit breaker: one receiver's faults
 * are no reason to hold the others' messages.
 */
function paceOne(
  { settingsOf, turnsOf = createLocalTurns, onTurnsFailed }: ChannelSettings,
  adapter: Adapter,
): Adapter {
  const { channel, provider } = adapter;
  const pace = createPace({
    take: turnsOf(channel, provider),
    limit: () => limitOf(adapter, settingsOf?.(channel) ?? []),
    ...(onTurnsFailed && { onFailure: onTurnsFailed }),
  });
  return paceAdapter(adapter, pace, createMeter());
}

interface Clients {
  readonly outbound: Outbound;
  readonly trusted: Outbound;
}

/** Creates the route over a channel's providers. Without a provider, messages go to the mail catcher or the sandbox. */
function createMessageAdapter(settings: ChannelSettings, channel: MessageChannel, clients: Clients): Adapter {
  const { providers = [] } = settings;
  const chosen = providers.filter(({ provider }) => provider.channel === channel);
  const [first, ...others] = chosen.map((each) => createProviderAdapter(settings, each, clients));
  const options = routeOptionsOf(settings, channel);
  if (!first || others.length === 0 || !isDeviceChannel(channel))
    return createRoute({ ...options, adapters: first ? [first, ...others] : [createStandIn(settings, channel)] });
  const routeTo = (adapter: Adapter) => createRoute({ ...options, adapters: [adapter] });
  return createByDeviceAdapter([routeTo(first), ...others.map(routeTo)]);
}

function routeOptionsOf(settings: ChannelSettings, channel: MessageChannel): Omit<RouteOptions, 'adapters'> {
  const { onProviderChange, onMisconfigured, onTurnsFailed, settingsOf, turnsOf } = settings;
  return {
    ...(settingsOf && { settings: () => settingsOf(channel) }),
    ...(turnsOf && { turnsOf: (provider) => turnsOf(channel, provider) }),
    ...(onTurnsFailed && { onFailure: onTurnsFailed }),
    ...(onProviderChange && { onChange: (health) => onProviderChange(channel, health) }),
    ...(onMisconfigured && {
      onMisconfigured: (provider, reason) => onMisconfigured(channel, provider, reason),
    }),
  };
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
