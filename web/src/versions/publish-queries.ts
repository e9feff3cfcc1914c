import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import { type DraftDocument, readDocument } from '../document/document';

/**
 * Loads the document of a version; null for no version.
 * @throws Trouble
 */
export const versionQuery = (id: string, version: number | null) =>
  queryOptions({
    queryKey: ['version', id, version],
    queryFn: async (): Promise<DraftDocument | null> => {
      if (version === null) return null;
      const params = { path: { id, version } };
      const found = await unwrap(api.GET('/v1/journeys/{id}/versions/{version}', { params }), AWAY);
      const read = readDocument(found.document, id);
      return read.ok ? read.document : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

type Body = NonNullable<Parameters<typeof api.PUT<'/v1/journeys/{id}', never>>[1]>['body'];

/** Casts a draft to the type that the API takes. The API checks whether it is complete. */
const asBody = (document: DraftDocument) => document as unknown as Body;

export const checkDocument = (id: string, document: DraftDocument) =>
  unwrap(api.POST('/v1/journeys/{id}/validate', { params: { path: { id } }, body: asBody(document) }), AWAY);

/**
 * Publishes the draft, if the running version and the draft are still the ones that were compared.
 * @throws Trouble 412 if either has changed since
 */
export const publishDocument = (id: string, document: DraftDocument, version: number | null, draft?: number) =>
  unwrap(
    api.PUT('/v1/journeys/{id}', {
      params: { path: { id }, query: { draft }, header: version === null ? {} : { 'If-Match': `"${version}"` } },
      body: asBody(document),
    }),
    AWAY,
  );
