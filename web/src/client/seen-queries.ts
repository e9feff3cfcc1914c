import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { AWAY } from './queries';

/** Loads the events and traits that the catalogue has seen. Fields suggest them. */
export const seenQuery = queryOptions({
  queryKey: ['seen'],
  queryFn: () => unwrap(api.GET('/v1/catalogue'), AWAY),
  staleTime: 60_000,
});
