import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Settings } from '../../../journey/delivery/settings';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';

export type ApiKey = components['schemas']['ApiKey'];
export type Scope = ApiKey['scopes'][number];

export const TABS = ['workspace', 'channels', 'suppressions', 'keys', 'aside', 'audit'] as const;
export type Tab = (typeof TABS)[number];
export const tabIn = ({ tab }: Record<string, unknown>): { readonly tab?: Tab | undefined } => ({
  tab: TABS.find((each) => each === tab),
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: async () => (await unwrap(api.GET('/v1/settings'), AWAY)) as Settings,
});

/** @throws Trouble */
export const putSettings = (settings: Settings) =>
  unwrap(api.PUT('/v1/settings', { body: settings }), AWAY) as Promise<Settings>;

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: () => unwrap(api.GET('/v1/keys'), AWAY),
});

/** @throws Trouble */
export const createKey = (body: { readonly name: string; readonly scopes: Scope[] }) =>
  unwrap(api.POST('/v1/keys', { body }), AWAY);

/** @throws Trouble */
export const revokeKey = (id: string) => unwrap(api.DELETE('/v1/keys/{id}', { params: { path: { id } } }), AWAY);

const SHOWN = 50;
export const auditQuery = infiniteQueryOptions({
  queryKey: ['audit'],
  queryFn: ({ pageParam: cursor }) =>
    unwrap(
      api.GET('/v1/audit', { params: { query: { limit: SHOWN, ...(cursor !== undefined && { cursor }) } } }),
      AWAY,
    ),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: ({ next }) => (next === null ? undefined : Number(next)),
});

export type DeadLetter = components['schemas']['DeadLetter'];
export type DeadLetterFilter = { readonly kind?: DeadLetter['kind'] | undefined; readonly reason?: string | undefined };

const set = <T extends object>(filter: T) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as T;

export const deadLettersQuery = (filter: DeadLetterFilter) =>
  infiniteQueryOptions({
    queryKey: ['dead-letters', filter],
    queryFn: ({ pageParam: cursor }) =>
      unwrap(
        api.GET('/v1/dead-letters', {
          params: { query: { limit: SHOWN, ...set(filter), ...(cursor !== undefined && { cursor }) } },
        }),
        AWAY,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => (next === null ? undefined : Number(next)),
  });

/** @throws Trouble */
export const replayDeadLetters = (body: DeadLetterFilter & { readonly ids?: number[] }) =>
  unwrap(api.POST('/v1/dead-letters/replay', { body: set(body) }), AWAY);

export type Suppression = components['schemas']['SuppressedAddress'];
export type SuppressionFilter = Partial<Pick<Suppression, 'channel' | 'reason'>> & { readonly address?: string };

export const suppressionsQuery = (filter: SuppressionFilter) =>
  infiniteQueryOptions({
    queryKey: ['suppressions', filter],
    queryFn: ({ pageParam: cursor }) =>
      unwrap(
        api.GET('/v1/suppressions', {
          params: { query: { limit: SHOWN, ...set(filter), ...(cursor !== undefined && { cursor }) } },
        }),
        AWAY,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => (next === null ? undefined : Number(next)),
  });

/** @throws Trouble */
export const suppressAddress = (address: { readonly channel: Suppression['channel']; readonly address: string }) =>
  unwrap(api.POST('/v1/suppressions', { body: { addresses: [address] } }), AWAY);

/** @throws Trouble */
export const liftSuppression = (id: string) =>
  unwrap(api.DELETE('/v1/suppressions/{id}', { params: { path: { id: Number(id) } } }), AWAY);
