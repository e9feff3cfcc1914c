import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY, REFRESH_MS } from '../client/queries';
import { searchText } from '../client/search-text';

export const STATUSES = ['live', 'paused', 'stuck', 'retrying', 'ended', 'control'] as const;
export type Status = (typeof STATUSES)[number];

export interface PeopleSearch {
  readonly status?: Status | undefined;
  readonly userId?: string | undefined;
  readonly node?: string | undefined;
  readonly cursor?: string | undefined;
}

/** Reads the list's filter from the address. Unknown parameters are dropped. */
export function peopleIn({ status, userId, node, cursor }: Record<string, unknown>): PeopleSearch {
  return {
    status: STATUSES.find((each) => each === status),
    userId: searchText(userId),
    node: searchText(node),
    cursor: searchText(cursor),
  };
}

const SHOWN = 50;

export const passesQuery = (journey: string, search: PeopleSearch) =>
  queryOptions({
    queryKey: ['passes', journey, search],
    queryFn: () => unwrap(api.GET('/v1/instances', { params: { query: { journey, ...search, limit: SHOWN } } }), AWAY),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
