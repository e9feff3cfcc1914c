import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';

/** Interval between two reads of a node's users. With it, the list lags by at most two seconds. */
const REFRESH_MS = 1_500;
const SHOWN = 50;

/**
 * Loads the running version. The counts arrive separately: see stream.ts.
 * @throws Trouble 404 if the journey has no version yet
 */
export const runningQuery = (id: string) =>
  queryOptions({
    queryKey: ['running', id],
    queryFn: () => unwrap(api.GET('/v1/journeys/{id}', { params: { path: { id } } }), AWAY),
  });

/** Loads the instances that are at a node now. */
export const peopleQuery = (journey: string, node: string) =>
  queryOptions({
    queryKey: ['people', journey, node],
    queryFn: () => unwrap(api.GET('/v1/instances', { params: { query: { journey, node, limit: SHOWN } } }), AWAY),
    refetchInterval: REFRESH_MS,
  });
