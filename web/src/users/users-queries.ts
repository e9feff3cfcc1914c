import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY, REFRESH_MS } from '../client/queries';
import type { components } from '../client/schema';
import { searchText } from '../client/search-text';

export type User = components['schemas']['User'];

export interface UsersSearch {
  readonly search?: string | undefined;
  readonly cursor?: string | undefined;
}

export const usersIn = ({ search, cursor }: Record<string, unknown>): UsersSearch => ({
  search: searchText(search),
  cursor: searchText(cursor),
});

export const TABS = ['journeys', 'events', 'messages', 'profile', 'segments'] as const;
export type Tab = (typeof TABS)[number];
export const tabIn = ({ tab }: Record<string, unknown>): { readonly tab?: Tab | undefined } => ({
  tab: TABS.find((each) => each === tab),
});

const SHOWN = 50;

export const usersQuery = (search: UsersSearch) =>
  queryOptions({
    queryKey: ['users', search],
    queryFn: () => unwrap(api.GET('/v1/users', { params: { query: { ...search, limit: SHOWN } } }), AWAY),
    placeholderData: (before) => before,
  });

export const userQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId],
    queryFn: () => unwrap(api.GET('/v1/users/{userId}', { params: { path: { userId } } }), AWAY),
    refetchInterval: REFRESH_MS,
  });

export const userPassesQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId, 'passes'],
    queryFn: async () => {
      const all = { userId, limit: SHOWN };
      const [passes, control] = await Promise.all([
        unwrap(api.GET('/v1/instances', { params: { query: all } }), AWAY),
        unwrap(api.GET('/v1/instances', { params: { query: { ...all, status: 'control' } } }), AWAY),
      ]);
      return [...passes.instances, ...control.instances].toSorted((a, b) => b.enteredAt.localeCompare(a.enteredAt));
    },
    refetchInterval: REFRESH_MS,
  });

export const userEventsQuery = (userId: string) =>
  infiniteQueryOptions({
    queryKey: ['user', userId, 'events'],
    queryFn: ({ pageParam: cursor }) =>
      unwrap(
        api.GET('/v1/users/{userId}/events', {
          params: { path: { userId }, query: { limit: SHOWN, ...(cursor !== undefined && { cursor }) } },
        }),
        AWAY,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => (next === null ? undefined : Number(next)),
  });

/** @throws Trouble */
export const eraseUser = (userId: string) =>
  unwrap(api.DELETE('/v1/users/{userId}', { params: { path: { userId } } }), AWAY);

export type TestSettings = Pick<components['schemas']['TestUser'], 'speed' | 'sends'>;

/** Speeds to choose from: real time, and a minute, an hour, a day in a second. */
export const SPEEDS = [1, 60, 3_600, 86_400] as const satisfies readonly number[];

/** Returns whether the person who is signed in can make test users. */
export const canMakeTestUsers = (session: { readonly scopes: readonly string[] } | undefined): boolean =>
  session?.scopes.some((scope) => scope === 'author' || scope === 'admin') ?? false;

/** @throws Trouble */
export const putTestUser = (userId: string, body: TestSettings) =>
  unwrap(api.PUT('/v1/users/{userId}/test', { params: { path: { userId } }, body }), AWAY);

const ERASING_MS = 1_000;
export const erasureQuery = (id: string) =>
  queryOptions({
    queryKey: ['erasure', id],
    queryFn: () => unwrap(api.GET('/v1/erasures/{id}', { params: { path: { id } } }), AWAY),
    refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : ERASING_MS),
  });
