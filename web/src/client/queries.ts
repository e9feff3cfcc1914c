import { queryOptions } from '@tanstack/react-query';
import { words } from '../words';
import { answered, api, type BulkAction, type JourneyState } from './client';

const AWAY = { message: words.trouble.away, fix: words.trouble.awayFix };

export interface JourneyFilter {
  readonly search?: string | undefined;
  readonly state?: JourneyState | undefined;
  readonly label?: string | undefined;
  readonly cursor?: string | undefined;
}

const PAGE = 50;
/** Figures are looked at again while the page is open. */
const REFRESH_MS = 5_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answered(api.GET('/v1/session'), AWAY),
  staleTime: 60_000,
  retry: false,
});

export const journeysQuery = (filter: JourneyFilter) =>
  queryOptions({
    queryKey: ['journeys', filter],
    queryFn: () => answered(api.GET('/v1/journeys', { params: { query: { ...filter, limit: PAGE } } }), AWAY),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });

/** `isDry`: nothing is done, and it is told what would be. */
export const changeJourneys = (body: BulkAction, isDry: boolean) =>
  answered(api.POST('/v1/journeys/bulk', { body, params: { query: { dryRun: isDry ? 'true' : 'false' } } }), AWAY);

export const signIn = (body: { key: string; name: string } | { code: string }) =>
  answered(api.POST('/v1/session', { body }), AWAY);

export const signOut = () => answered(api.DELETE('/v1/session'), AWAY);
