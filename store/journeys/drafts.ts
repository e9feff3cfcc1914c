import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { recordAudit } from '../access/audit.ts';
import { lockJourney, withLocks } from '../base/locks.ts';
import { findRetiredVersion, keepRetiredVersion } from '../base/retired.ts';
import type { Database, Sql } from '../base/sql.ts';
import type { ChangeRequest } from './change.ts';

/** An unpublished document. It may be any JSON object: publishing validates it. */
export interface Draft {
  readonly revision: number;
  readonly document: JsonObject;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** Returns a journey's draft, or undefined if it has none. */
export async function findDraft(sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<Draft | undefined> {
  const [row] = await sql<Draft>`
    select revision, document, updated_at as "updatedAt", updated_by as "updatedBy"
      from drafts where workspace = ${workspace} and journey = ${journey}`;
  return row;
}

export const refuseNoDraft = (journey: JourneyId) =>
  refuse('draft-not-found', `journey "${journey}" has no draft`, `make one with PUT /v1/journeys/${journey}/draft`);

/**
 * Stores a draft of a new or existing journey. `expected` is the revision to replace; 0 means only if there is no
 * draft. An archived draft becomes a draft again. Audits consecutive saves by one author once, since the builder saves
 * at every pause.
 */
export const saveDraft = (
  database: Pick<Database, 'transaction'>,
  {
    workspace,
    journey,
    actor,
    document,
    expected,
  }: ChangeRequest & { document: JsonObject; expected?: number | undefined },
): Promise<Result<Draft>> =>
  database.transaction(
    async (sql) => {
      const before = await findDraft(sql, workspace, journey);
      if (expected !== undefined && expected !== (before?.revision ?? 0))
        return refuseDraftConflict(journey, expected, before?.revision ?? 0);
      const next = 1 + (before?.revision ?? (await findRetiredVersion(sql, { workspace, kind: 'draft', id: journey })));
      const [saved] = await sql<Draft>`
        insert into drafts as d (workspace, journey, revision, document, updated_by)
        values (${workspace}, ${journey}, ${next}, ${JSON.stringify(document)}::json, ${actor})
        on conflict (workspace, journey) do update
           set revision = excluded.revision, document = excluded.document, updated_by = excluded.updated_by,
               updated_at = now(), is_archived = false
        returning revision, document, updated_at as "updatedAt", updated_by as "updatedBy"`;
      if (!saved) throw new Error(`the draft of ${journey} could not be saved`);
      if (before?.updatedBy !== actor)
        await recordAudit(sql, {
          workspace,
          actor,
          action: 'draft.save',
          about: { journey, revision: saved.revision },
          before: before && { revision: before.revision, updatedBy: before.updatedBy },
          after: { revision: saved.revision, updatedBy: saved.updatedBy },
        });
      return ok(saved);
    },
    withLocks([lockJourney(workspace, journey)]),
  );

export const deleteDraft = (
  database: Pick<Database, 'transaction'>,
  { workspace, journey, actor, expected }: ChangeRequest & { expected?: number | undefined },
): Promise<Result<Draft>> =>
  database.transaction(
    async (sql) => {
      const before = await findDraft(sql, workspace, journey);
      if (!before) return refuseNoDraft(journey);
      if (expected !== undefined && expected !== before.revision)
        return refuseDraftConflict(journey, expected, before.revision);
      await dropDraft(sql, workspace, journey);
      await recordAudit(sql, {
        workspace,
        actor,
        action: 'draft.delete',
        about: { journey, revision: before.revision },
        before: { revision: before.revision, updatedBy: before.updatedBy },
      });
      return ok(before);
    },
    withLocks([lockJourney(workspace, journey)]),
  );

/**
 * Deletes a draft and keeps its revision, so that a later draft continues from there. Call it under the journey's lock.
 */
export async function dropDraft(sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<void> {
  const [gone] = await sql<{ revision: number }>`
    delete from drafts where workspace = ${workspace} and journey = ${journey} returning revision`;
  if (gone) await keepRetiredVersion(sql, { workspace, kind: 'draft', id: journey }, gone.revision);
}

export const refuseDraftConflict = (journey: JourneyId, expected: number, revision: number) =>
  refuse(
    'draft-conflict',
    revision === 0
      ? `journey "${journey}" has no draft, but revision ${expected} was expected`
      : `the draft of "${journey}" is at revision ${revision}, not ${expected}`,
    revision === 0
      ? 'save it without If-Match'
      : 'get the draft, make your change to that, and save it with its ETag in If-Match',
    { about: { revision } },
  );
