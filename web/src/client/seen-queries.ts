import { queryOptions } from '@tanstack/react-query';
import { answered, api } from './client';
import { AWAY } from './queries';

/** Loads the events and traits that the catalogue has seen. Fields suggest them. */
export const seenQuery = queryOptions({
  queryKey: ['seen'],
  queryFn: () => answered(api.GET('/v1/catalogue'), AWAY),
  staleTime: 60_000,
});
