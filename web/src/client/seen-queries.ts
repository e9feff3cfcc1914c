import { queryOptions } from '@tanstack/react-query';
import { answered, api } from './client';
import { AWAY } from './queries';

/** What has been seen of events and traits: what fields suggest. */
export const seenQuery = queryOptions({
  queryKey: ['seen'],
  queryFn: () => answered(api.GET('/v1/catalogue'), AWAY),
  staleTime: 60_000,
});
