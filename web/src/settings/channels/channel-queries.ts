import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../client/client';
import { AWAY, REFRESH_MS } from '../../client/queries';
import type { components } from '../../client/schema';

type Schemas = components['schemas'];
export type ChannelsView = Schemas['ChannelsView'];
export type ChannelView = Schemas['ChannelView'];
export type ProviderView = Schemas['ProviderView'];
export type ProviderSettings = Schemas['ProviderSettings'];
export type DnsRecord = Schemas['DnsRecord'];

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: () => unwrap(api.GET('/v1/channels'), AWAY),
  refetchInterval: REFRESH_MS,
});

/** Sets the providers of one channel without changing others. @throws Trouble 412 if another user has saved a change */
export const putChannel = (
  { version, settings }: Pick<ChannelsView, 'version' | 'settings'>,
  channel: ChannelView['channel'],
  providers: ProviderSettings[],
): Promise<ChannelsView> =>
  unwrap(
    api.PUT('/v1/channels', {
      params: { header: { 'If-Match': `"${version}"` } },
      body: { ...settings, [channel]: { providers } },
    }),
    AWAY,
  );

export const emailDnsQuery = queryOptions({
  queryKey: ['email-dns'],
  queryFn: () => unwrap(api.GET('/v1/channels/email/dns'), AWAY),
  staleTime: 300_000,
});
