import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';

const SHOWN = 50;

/**
 * Loads the versions, newest first.
 * @throws Trouble 404 if there is none yet
 */
export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['versions', id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/v1/journeys/{id}/versions', {
          params: { path: { id }, query: { limit: SHOWN, ...(pageParam !== undefined && { cursor: pageParam }) } },
        }),
        AWAY,
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => (next === null ? undefined : Number(next)),
  });
