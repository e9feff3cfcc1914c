import { queryOptions } from '@tanstack/react-query';
import { answered, api } from './client';
import { AWAY } from './queries';

const MANY = 200;

/** What has been seen of events and traits, and which segments there are: what fields suggest. */
export const seenQuery = queryOptions({
  queryKey: ['seen'],
  queryFn: async () => {
    const [catalogue, segments] = await Promise.all([
      answered(api.GET('/v1/catalogue'), AWAY),
      answered(api.GET('/v1/segments', { params: { query: { limit: MANY } } }), AWAY),
    ]);
    return { ...catalogue, segments: segments.segments.map(({ id }) => id) };
  },
  staleTime: 60_000,
});
