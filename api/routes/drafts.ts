import { z } from 'zod';
import { record, text } from '../../journey/base/bounded.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Result } from '../../journey/base/refusal.ts';
import type { Sql } from '../../store/base/sql.ts';
import { type Draft, type deleteDraft, findDraft, refuseNoDraft, type saveDraft } from '../../store/journeys/drafts.ts';
import { readExpectedVersion, refuseIfMatch } from '../if-match.ts';
import { JourneyParams, Time } from '../paging.ts';
import { answer, type Route, type RouteResult, route } from '../route.ts';

export interface DraftPorts {
  readonly sql: Sql;
  readonly save: (request: Parameters<typeof saveDraft>[1]) => Promise<Result<Draft>>;
  readonly remove: (request: Parameters<typeof deleteDraft>[1]) => Promise<Result<Draft>>;
}

const Document = record(text(MOST.member), z.unknown(), { max: MOST.members }).describe(
  "Any JSON object. It's validated when you publish it.",
);

const DraftView = z
  .object({
    id: z.string().describe('The Journey ID'),
    revision: z.int().describe('Revision; also its ETag'),
    document: Document,
    updatedAt: Time,
    updatedBy: z.string().describe('Id of an API key'),
  })
  .meta({ id: 'Draft' });

const SavedSchema = DraftView.omit({ document: true }).meta({ id: 'SavedDraft' });
const headers = { 'If-Match': 'ETag of the draft to replace; "0" if there must be none' };

/** Routes for drafts, where the builder saves. Publishing removes the draft. */
export function draftRoutes({ sql, save, remove }: DraftPorts): readonly Route[] {
  const common = { path: '/v1/journeys/:id/draft', tag: 'Journeys', params: JourneyParams } as const;
  return [
    route(
      {
        ...common,
        method: 'put',
        name: 'saveDraft',
        access: 'author',
        summary: 'Save the draft of a new or existing journey',
        description: 'At most 1 MB. A journey with only a draft has the state `draft`.',
        body: Document,
        answer: SavedSchema,
        headers,
        refusals: ['draft-conflict'],
      },
      async ({ params: { id }, body, headers: given, caller }) => {
        const expected = readExpectedVersion(given);
        if (expected === 'malformed') return refuseIfMatch(given);
        const document = body as JsonObject; // parsed from JSON
        const saved = await save({ workspace: caller.workspace, journey: id, actor: caller.key, document, expected });
        return saved.ok ? withETag(savedView(id, saved.value), saved.value.revision) : saved;
      },
    ),
    route(
      {
        ...common,
        method: 'get',
        name: 'getDraft',
        access: 'read',
        summary: 'Get the draft of a journey',
        answer: DraftView,
        refusals: ['draft-not-found'],
      },
      async ({ params: { id }, caller: { workspace } }) => {
        const draft = await findDraft(sql, workspace, id);
        if (!draft) return refuseNoDraft(id);
        return withETag({ ...savedView(id, draft), document: { ...draft.document } }, draft.revision);
      },
    ),
    route(
      {
        ...common,
        method: 'delete',
        name: 'deleteDraft',
        access: 'author',
        summary: 'Discard a draft',
        answer: SavedSchema,
        headers,
        refusals: ['draft-not-found', 'draft-conflict'],
      },
      async ({ params: { id }, headers: given, caller }) => {
        const expected = readExpectedVersion(given);
        if (expected === 'malformed') return refuseIfMatch(given);
        const removed = await remove({ workspace: caller.workspace, journey: id, actor: caller.key, expected });
        return removed.ok ? answer(savedView(id, removed.value)) : removed;
      },
    ),
  ];
}

const savedView = (id: string, { revision, updatedAt, updatedBy }: Draft) => ({ id, revision, updatedAt, updatedBy });

const withETag = <Value>(value: Value, revision: number): RouteResult<Value> =>
  answer(value, { headers: { ETag: `"${revision}"` } });
