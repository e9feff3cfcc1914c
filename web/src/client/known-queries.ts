import { queryOptions } from '@tanstack/react-query';
import type { Known } from '../../../journey/validate/index';
import { api, unwrap } from './client';
import { AWAY } from './queries';

const MANY = 200;

async function loadKnown(): Promise<Known> {
  const query = { limit: MANY };
  const [segments, journeys, activities] = await Promise.all([
    unwrap(api.GET('/v1/segments', { params: { query } }), AWAY),
    unwrap(api.GET('/v1/journeys', { params: { query } }), AWAY),
    unwrap(api.GET('/v1/activities'), AWAY),
  ]);
  return {
    ...(segments.next === null && { segments: segments.segments.map(({ id }) => id) }),
    ...(journeys.next === null && {
      journeys: journeys.journeys.filter(({ version }) => version !== null).map(({ id }) => id),
    }),
    activities: activities.activities,
  };
}

/**
 * Loads the names outside the document that it can refer to: one page of each kind. The server checks references to
 * anything beyond that.
 */
export const knownQuery = queryOptions({ queryKey: ['known'], queryFn: loadKnown, staleTime: 30_000 });
