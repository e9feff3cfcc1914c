import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../client/client';
import { AWAY, findStanding } from '../client/queries';
import { Trouble } from '../client/trouble';
import type { DraftDocument } from '../document/document';

/** The document that the builder opens: the draft, or the running version. */
export interface Opened {
  readonly given: unknown;
  /** Revision of the draft; 0 if there is none. */
  readonly revision: number;
}

async function undefinedIfMissing<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Trouble && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * Opens the draft, or the running version if there is no draft. Reads the state first, to avoid a request that fails.
 * @throws Trouble 404 if there is neither a draft nor a version
 */
export async function openDraft(id: string): Promise<Opened> {
  const params = { path: { id } };
  const standing = await findStanding(id);
  const draft = standing?.hasDraft ? await loadDraft(id) : undefined;
  if (draft) return draft;
  const running = await unwrap(api.GET('/v1/journeys/{id}', { params }), AWAY);
  return { given: running.document, revision: 0 };
}

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['draft', id],
    queryFn: () => openDraft(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** Loads the draft from the server; undefined if there is none. */
export const loadDraft = async (id: string): Promise<Opened | undefined> => {
  const draft = await undefinedIfMissing(
    unwrap(api.GET('/v1/journeys/{id}/draft', { params: { path: { id } } }), AWAY),
  );
  return draft && { given: draft.document, revision: draft.revision };
};

/** @throws Trouble 412: another user has saved since `revision` */
export const saveDraft = (id: string, document: DraftDocument, revision: number) =>
  unwrap(
    api.PUT('/v1/journeys/{id}/draft', {
      params: { path: { id }, header: { 'If-Match': `"${revision}"` } },
      body: document as Record<string, unknown>,
    }),
    AWAY,
  );
