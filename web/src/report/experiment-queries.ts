import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import type { components } from '../client/schema';

export type Experiment = components['schemas']['Experiment'];
export type ExperimentChange = components['schemas']['ExperimentChanges']['changes'][number];

const REFRESH_MS = 60_000;
const SHOWN = 200;

export const experimentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['experiments', id],
    queryFn: () => unwrap(api.GET('/v1/journeys/{id}/experiments', { params: { path: { id } } }), AWAY),
    refetchInterval: REFRESH_MS,
  });

/** The latest: weights are looked at every five minutes. */
export const changesQuery = (id: string, { experiment, revision }: Experiment) =>
  queryOptions({
    queryKey: ['experiments', id, experiment, revision],
    queryFn: () =>
      unwrap(
        api.GET('/v1/journeys/{id}/experiments/{experiment}/changes', {
          params: { path: { id, experiment }, query: { limit: SHOWN } },
        }),
        AWAY,
      ),
    placeholderData: (before) => before,
  });

const at = (id: string, { experiment, revision }: Experiment) => ({
  params: { path: { id, experiment }, header: { 'If-Match': `"${revision}"` } },
});

/** @throws Trouble 412: another user has changed it since */
export const declareWinner = (id: string, experiment: Experiment, arm: string) =>
  unwrap(api.POST('/v1/journeys/{id}/experiments/{experiment}/winner', { ...at(id, experiment), body: { arm } }), AWAY);

/** @throws Trouble 412: another user has changed it since */
export const withdrawWinner = (id: string, experiment: Experiment) =>
  unwrap(api.DELETE('/v1/journeys/{id}/experiments/{experiment}/winner', at(id, experiment)), AWAY);
