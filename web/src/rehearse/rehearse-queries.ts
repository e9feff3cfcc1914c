import { queryOptions } from '@tanstack/react-query';
import type { Segment } from '../../../journey/segments/segment';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import { openDraft } from '../drafts/draft-queries';
import { unsavedDraft } from '../drafts/kept-draft';

/** The draft as it is written, saved or not, or else what runs. */
export const rehearsedQuery = (id: string) =>
  queryOptions({
    queryKey: ['rehearsed', id],
    queryFn: async (): Promise<unknown> => unsavedDraft(id) ?? (await openDraft(id)).given,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

const MANY = 200;

/** Loads one page of segments with their definitions. */
export const segmentsQuery = queryOptions({
  queryKey: ['segments', 'documents'],
  queryFn: async (): Promise<readonly Segment[]> => {
    const { segments } = await unwrap(api.GET('/v1/segments', { params: { query: { limit: MANY } } }), AWAY);
    return segments.map(({ document }) => document as Segment);
  },
  staleTime: 30_000,
});
