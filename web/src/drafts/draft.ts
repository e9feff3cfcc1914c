import { api, unwrap } from '../client/client';
import { AWAY, findStanding } from '../client/queries';
import { Trouble } from '../client/trouble';
import type { DraftDocument } from '../document/document';
import { words } from '../words';

/** The first draft of a journey that there is not yet. @throws Trouble 409: the ID is taken */
export async function createDraft(id: string, document: DraftDocument): Promise<void> {
  if (await findStanding(id))
    throw new Trouble({
      message: words.newJourney.taken(id),
      fix: words.newJourney.takenFix,
      status: 409,
      code: 'taken',
    });
  await unwrap(
    api.PUT('/v1/journeys/{id}/draft', {
      params: { path: { id }, header: { 'If-Match': '"0"' } },
      body: document as Record<string, unknown>,
    }),
    AWAY,
  );
}
