import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../client/client';
import { AWAY } from '../client/queries';

/** Who is there follows what happens within two seconds. */
const REFRESH_MS = 1_500;
const SHOWN = 50;

/** What runs; how many are where comes by itself: see stream.ts. @throws Trouble 404: it has no version yet */
export const runningQuery = (id: string) =>
  queryOptions({
    queryKey: ['running', id],
    queryFn: () => answered(api.GET('/v1/journeys/{id}', { params: { path: { id } } }), AWAY),
  });

/** Who is at a node now. */
export const peopleQuery = (journey: string, node: string) =>
  queryOptions({
    queryKey: ['people', journey, node],
    queryFn: () => answered(api.GET('/v1/instances', { params: { query: { journey, node, limit: SHOWN } } }), AWAY),
    refetchInterval: REFRESH_MS,
  });
