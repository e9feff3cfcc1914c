import type { Channel, MessageChannel } from '../../journey/delivery/channel.ts';
import { type ChannelSettings, closeAdapters, createAdapters } from '../index.ts';
import type { Adapter } from '../port.ts';
import { createSandboxAdapter } from '../sandbox/adapter.ts';

export interface Via {
  readonly via: 'sandbox' | 'provider';
  /** A provider of the channel. Undefined: the first. */
  readonly provider?: string | undefined;
}

/** Finds the adapter of a test message; undefined if the channel has no such provider. */
export type FindTrialAdapter = (channel: Exclude<Channel, 'activity'>, via: Via) => Adapter | undefined;

/**
 * Creates the adapters of test messages at their first use. Workers have their own, so a test waits for no rate limit.
 * @param wrap Adds limits to an adapter, such as the budget of SMS
 */
export function createTrialAdapters(
  settings: ChannelSettings,
  wrap: (channel: Channel, adapter: Adapter) => Adapter = (_channel, adapter) => adapter,
): { readonly find: FindTrialAdapter; close(): Promise<void> } {
  const made = new Map<string, ReturnType<typeof createAdapters>>();
  const { perSecond: _, onProviderChange: __, ...unlimited } = settings;
  const adaptersOf = (names: string, chosen: ChannelSettings['providers']) => {
    const known = made.get(names) ?? createAdapters({ ...unlimited, ...(chosen && { providers: chosen }) });
    made.set(names, known);
    return known;
  };
  const findChosen = (channel: MessageChannel, name: string | undefined) => {
    const all = (settings.providers ?? []).filter((each) => each.provider.channel === channel);
    return name === undefined ? all[0] : all.find((each) => each.provider.name === name);
  };
  return {
    find(channel, { via, provider }) {
      if (via === 'sandbox') return createSandboxAdapter({ channel, inbox: settings.inbox });
      if (channel === 'webhook') return provider === undefined ? adaptersOf('', []).webhook : undefined;
      const chosen = findChosen(channel, provider);
      if (chosen) return wrap(channel, adaptersOf(`${channel}/${chosen.provider.name}`, [chosen])[channel]);
      // in-app messages reach the feed without a provider, too
      return channel === 'inApp' && provider === undefined ? adaptersOf('', []).inApp : undefined;
    },
    async close() {
      await Promise.all([...made.values()].map(closeAdapters));
    },
  };
}
