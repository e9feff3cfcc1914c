import { z } from 'zod';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Flaw, Result } from '../../journey/base/refusal.ts';
import type { Library } from '../../journey/delivery/template.ts';
import type { Journey } from '../../journey/document/document.ts';
import { JourneyState } from '../../journey/lifecycle/state.ts';
import { emailSourcesIn } from '../../journey/validate/email-html.ts';
import type { Known, Validation } from '../../journey/validate/index.ts';
import type { Expected, Published } from '../../store/lifecycle/publish.ts';
import type { CheckEmails } from '../email-flaws.ts';
import { readExpectedVersion, refuseIfMatch } from '../if-match.ts';
import { JourneyParams } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';
import { type CheckTemplate, templateFlaws } from '../template-flaws.ts';

export interface PublishPorts {
  readonly validate: (document: unknown, known: Known) => Validation;
  /** Reads what a document can refer to: journeys, segments, activities and the templates that it names. */
  readonly known: (workspace: WorkspaceId, document: unknown) => Promise<Known & { readonly templates: Library }>;
  readonly checkTemplate: CheckTemplate;
  readonly checkEmails: CheckEmails;
  readonly publish: (
    workspace: WorkspaceId,
    document: Journey,
    actor: string,
    expected?: Expected,
  ) => Promise<Result<Published>>;
}

export const FlawSchema = z
  .object({ path: z.string().describe('For example `nodes.push-1.then`'), message: z.string(), fix: z.string() })
  .meta({ id: 'Flaw' });

const PublishedSchema = z
  .object({
    id: z.string(),
    version: z.int(),
    state: JourneyState.exclude(['draft']),
    isNew: z.boolean().describe('False if the running version has the same document'),
    warnings: z.array(FlawSchema),
  })
  .meta({ id: 'Published' });

const Verdict = z
  .object({ valid: z.boolean(), errors: z.array(FlawSchema), warnings: z.array(FlawSchema) })
  .meta({ id: 'Verdict' });

/** Accepts any body: the validator reports flaws better than a schema can. */
const Document = z.unknown().refine((given) => given !== undefined, 'must be a journey document');

export function publishRoutes(ports: PublishPorts): readonly Route[] {
  return [
    route(
      {
        method: 'put',
        path: '/v1/journeys/:id',
        name: 'publishJourney',
        tag: 'Journeys',
        access: 'author',
        kind: 'document',
        summary: 'Publish a journey document as its next version',
        description:
          'Current users stay on their version. A new journey runs immediately. Publishing the same document again returns the same version.',
        params: JourneyParams,
        query: z.strictObject({
          draft: z.coerce
            .number()
            .int()
            .min(0)
            .max(2_147_483_647)
            .optional()
            .describe(
              'Publish only if the draft is at this revision, since publishing removes it. 0: there must be none.',
            ),
        }),
        body: Document,
        documentedBody: 'Journey',
        answer: PublishedSchema,
        statuses: { 201: 'Published', 200: 'Already published' },
        headers: { 'If-Match': 'ETag: publish only if this is the running version' },
        refusals: ['document-invalid', 'version-conflict', 'draft-conflict'],
      },
      async ({ params, query: { draft }, body, headers, caller }) => {
        const known = await ports.known(caller.workspace, body);
        const judged = await validateWhole(ports, params.id, body, known);
        if (!judged.ok) return refuseDocument(judged.errors);
        const expected = readExpectedVersion(headers);
        if (expected === 'malformed') return refuseIfMatch(headers);
        const published = await ports.publish(caller.workspace, judged.document, caller.key, {
          version: expected,
          draft,
          library: known.templates,
        });
        if (!published.ok) return published;
        const { version, state, made } = published.value;
        return answer(
          { id: params.id, version, state, isNew: made !== 'nothing', warnings: [...judged.warnings] },
          { status: made === 'nothing' ? 200 : 201, headers: { ETag: `"${version}"` } },
        );
      },
    ),
    route(
      {
        method: 'post',
        path: '/v1/journeys/:id/validate',
        name: 'validateJourney',
        tag: 'Journeys',
        access: 'author',
        kind: 'document',
        summary: 'Validate a document without publishing it',
        params: JourneyParams,
        body: Document,
        documentedBody: 'Journey',
        answer: Verdict,
      },
      async ({ params, body, caller: { workspace } }) => {
        const judged = await validateWhole(ports, params.id, body, await ports.known(workspace, body));
        return answer({
          valid: judged.ok,
          errors: judged.ok ? [] : [...judged.errors],
          warnings: [...judged.warnings],
        });
      },
    ),
  ];
}

/** Validates the document. If its templates are valid, validates its emails as well. */
async function validateWhole(ports: PublishPorts, id: string, given: unknown, known: Known): Promise<Validation> {
  const judged = validateAt(ports, id, given, known);
  if (!judged.ok) return judged;
  const { errors, warnings } = await ports.checkEmails(emailSourcesIn(judged.document));
  const all = [...judged.warnings, ...warnings];
  return errors.length === 0 ? { ...judged, warnings: all } : { ...judged, ok: false, errors, warnings: all };
}

/** Checks the document, its templates and its id against the URL, and returns all flaws at once. */
function validateAt({ validate, checkTemplate }: PublishPorts, id: string, given: unknown, known: Known): Validation {
  const validated = validate(given, known);
  const { document } = validated;
  if (!document) return validated; // not even the shape is right, so there are no templates to check
  const found = validated.ok ? [] : validated.errors;
  const isKnown = ({ path }: Flaw) => found.some((flaw) => flaw.path === path);
  const errors = [
    ...found,
    ...(document.id === id
      ? []
      : [{ path: 'id', message: `is "${document.id}", but the URL says "${id}"`, fix: 'use the same ID in both' }]),
    ...templateFlaws(document, checkTemplate).filter((flaw) => !isKnown(flaw)), // one error for a text is enough
  ];
  return errors.length === 0 ? validated : { ok: false, errors, warnings: validated.warnings };
}

const refuseDocument = (errors: readonly Flaw[]): RouteResult<never> =>
  refusal(
    'document-invalid',
    `the document has ${errors.length === 1 ? '1 error' : `${errors.length} errors`}: ${errors[0]?.path}: ${errors[0]?.message}`,
    errors[0]?.fix ?? 'see errors',
    { errors },
  );
