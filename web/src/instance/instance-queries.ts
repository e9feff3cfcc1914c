import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';

export type InstanceDetail = components['schemas']['InstanceDetail'];
export type TraceLine = components['schemas']['TraceLine'];
export type Command = components['schemas']['Command'];

const REFRESH_MS = 2_000;
const LINES = 100;

export const instanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['instance', id],
    queryFn: () => unwrap(api.GET('/v1/instances/{id}', { params: { path: { id } } }), AWAY),
    refetchInterval: REFRESH_MS,
  });

/** Loads the timeline from the first decision on, page by page. */
export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/instances/{id}/timeline', {
          params: { path: { id }, query: { limit: LINES, ...(pageParam !== undefined && { cursor: pageParam }) } },
        }),
        AWAY,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => (next === null ? undefined : Number(next)),
    refetchInterval: REFRESH_MS,
  });

export const commandInstance = (id: string, body: Command) =>
  unwrap(api.POST('/v1/instances/{id}/commands', { params: { path: { id } }, body }), AWAY);
