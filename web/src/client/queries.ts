import { queryOptions } from '@tanstack/react-query';
import { words } from '../words';
import { api, type BulkAction, type JourneyState, type JourneySummary, unwrap } from './client';
import { Trouble } from './trouble';

/** The message for a request that gets no answer. */
export const AWAY = { message: words.trouble.away, fix: words.trouble.awayFix };

/** Orders of the journey list. Without one, journeys are sorted by ID. */
export const SORTS = ['name', 'entered', 'inside', 'rate', 'last'] as const;
export type JourneySort = (typeof SORTS)[number];

export interface JourneyFilter {
  readonly search?: string | undefined;
  readonly state?: JourneyState | undefined;
  readonly label?: string | undefined;
  readonly owner?: string | undefined;
  readonly sort?: JourneySort | undefined;
  readonly cursor?: string | undefined;
}

const PAGE = 50;
/** Interval between two reads of the figures while the page is open. */
export const REFRESH_MS = 5_000;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => unwrap(api.GET('/v1/session'), AWAY),
  staleTime: 60_000,
  retry: false,
});

/** Returns whether the session may change what runs. */
export const mayOperate = (session: { readonly scopes: readonly string[] } | undefined): boolean =>
  session?.scopes.some((scope) => scope === 'operate' || scope === 'admin') === true;

export const journeysQuery = (filter: JourneyFilter) =>
  queryOptions({
    queryKey: ['journeys', filter],
    queryFn: () => unwrap(api.GET('/v1/journeys', { params: { query: { ...filter, limit: PAGE } } }), AWAY),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });

/** Returns the state of one journey, or of a draft. Undefined: there is none. */
export async function findStanding(id: string): Promise<JourneySummary | undefined> {
  const { journeys } = await unwrap(api.GET('/v1/journeys', { params: { query: { id, limit: 1 } } }), AWAY);
  return journeys.find((each) => each.id === id); // the shortest that begins so comes first
}

/** @throws Trouble 404 */
export const standingQuery = (id: string) =>
  queryOptions({
    queryKey: ['journeys', 'standing', id],
    queryFn: async (): Promise<JourneySummary> => {
      const found = await findStanding(id);
      if (found) return found;
      throw new Trouble({
        message: words.journey.gone,
        fix: words.journey.goneFix,
        status: 404,
        code: 'journey-not-found',
      });
    },
    refetchInterval: REFRESH_MS,
  });

/** `isDry`: returns the plan without executing it. */
export const changeJourneys = (body: BulkAction, isDry: boolean) =>
  unwrap(api.POST('/v1/journeys/bulk', { body, params: { query: { dryRun: isDry ? 'true' : 'false' } } }), AWAY);

export const signIn = (body: { key: string; name: string } | { code: string }) =>
  unwrap(api.POST('/v1/session', { body }), AWAY);

export const signOut = () => unwrap(api.DELETE('/v1/session'), AWAY);
