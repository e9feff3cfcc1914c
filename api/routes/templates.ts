import { z } from 'zod';
import { list } from '../../journey/base/bounded.ts';
import { Slug } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Flaw } from '../../journey/base/refusal.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { Template, TemplateReference } from '../../journey/delivery/template.ts';
import { sourcesOfMessage } from '../../journey/validate/email-html.ts';
import { blocksOfTemplate, textsOfTemplate, validateTemplate } from '../../journey/validate/template.ts';
import type { Database } from '../../store/base/sql.ts';
import { readNamed } from '../../store/templates/library.ts';
import { findTemplate, listTemplates, listTemplateVersions } from '../../store/templates/read.ts';
import { deleteTemplate, putTemplate, refuseNoTemplate } from '../../store/templates/templates.ts';
import { findUses } from '../../store/templates/uses.ts';
import type { CheckEmails } from '../email-flaws.ts';
import { readExpectedVersion, refuseIfMatch } from '../if-match.ts';
import { Cursor, Limit, Next, NumberCursor, nextOf, Text, Time } from '../paging.ts';
import { answer, type Route, refusal, route } from '../route.ts';
import { type CheckTemplate, faultAsFlaw } from '../template-flaws.ts';

export interface TemplatePorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  readonly checkTemplate: CheckTemplate;
  readonly checkEmails: CheckEmails;
}

const Params = z.strictObject({ id: Slug });
const Document = z.record(z.string(), z.unknown()).describe('The template. See MessageTemplate and BlockTemplate.');
const listed = {
  id: z.string(),
  kind: z.enum(['message', 'block']),
  channel: z.string().nullable().describe('Null for a content block'),
  name: z.string(),
  version: z.int(),
  updatedAt: Time,
  updatedBy: z.string(),
};
const ListedView = z
  .object({ ...listed, usedBy: z.int().describe('Number of journeys whose running version uses the template') })
  .meta({ id: 'ListedTemplate' });
const Page = z.object({ templates: z.array(ListedView), next: Next }).meta({ id: 'TemplatePage' });
const View = z
  .object({
    ...listed,
    version: z.int().describe('Version of the document'),
    latest: z.int().describe('Version that the next publish uses'),
    document: Document,
  })
  .meta({ id: 'TemplateView' });
const VersionPage = z
  .object({
    versions: z.array(z.object({ version: z.int(), createdAt: Time, createdBy: z.string() })),
    next: Next,
  })
  .meta({ id: 'TemplateVersionPage' });
const Uses = z
  .object({
    uses: z.array(
      z.object({
        type: z.enum(['journey', 'template', 'draft']),
        id: z.string().describe('ID of the journey or template'),
        name: z.string(),
        version: z.int().nullable().describe('Version that the journey sends. Null for templates and drafts.'),
      }),
    ),
  })
  .meta({ id: 'TemplateUses' });
const WarningSchema = z.object({ path: z.string(), message: z.string(), fix: z.string() });
const Written = z
  .object({
    id: z.string(),
    version: z.int(),
    isNew: z.boolean().describe('False if the template is unchanged'),
    warnings: z.array(WarningSchema),
  })
  .meta({ id: 'TemplateWritten' });
const Taken = z
  .object({
    templates: z.array(
      z.object({
        asked: z.int().nullable().describe('The requested version. Null: the latest.'),
        version: z.int(),
        template: Document,
      }),
    ),
  })
  .meta({ id: 'TakenTemplates' });
const Deleted = z.object({ id: z.string() }).meta({ id: 'TemplateDeleted' });

const tag = 'Templates';

export const templateRoutes = (ports: TemplatePorts): readonly Route[] => [
  ...listRoutes(ports),
  ...oneRoutes(ports),
  ...changeRoutes(ports),
];

const listRoutes = ({ database: { sql } }: TemplatePorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/templates',
      name: 'listTemplates',
      tag,
      access: 'read',
      summary: 'List templates and content blocks by ID',
      query: z.strictObject({
        kind: z.enum(['message', 'block']).optional(),
        channel: MessageChannel.optional(),
        search: Text(MOST.name).optional().describe('Part of the name or ID'),
        limit: Limit,
        cursor: Cursor,
      }),
      answer: Page,
    },
    async ({ query: { limit, cursor, ...filter }, caller: { workspace } }) => {
      const found = await listTemplates(sql, { ...filter, workspace, after: cursor, limit: limit + 1 });
      const templates = found.slice(0, limit);
      return answer({ templates: [...templates], next: found.length > limit ? (templates.at(-1)?.id ?? null) : null });
    },
  ),
  route(
    {
      method: 'post',
      path: '/v1/templates/take',
      name: 'takeTemplates',
      tag,
      access: 'read',
      summary: 'Get the templates in a document, and the content blocks that they render',
      description: 'Use it to preview and rehearse drafts. Unknown templates are left out.',
      body: z.strictObject({
        templates: list(TemplateReference, MOST.nodes).default([]),
        blocks: list(Slug, MOST.nodes).default([]),
      }),
      answer: Taken,
    },
    async ({ body, caller: { workspace } }) => {
      const library = await readNamed(sql, workspace, body);
      return answer({ templates: library.map(({ template, ...taken }) => ({ ...taken, template: { ...template } })) });
    },
  ),
];

const oneRoutes = ({ database: { sql } }: TemplatePorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/templates/:id',
      name: 'getTemplate',
      tag,
      access: 'read',
      summary: 'Get a template',
      description: 'Send its ETag as If-Match when you update it.',
      params: Params,
      query: z.strictObject({
        version: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('An earlier version'),
      }),
      answer: View,
      refusals: ['template-not-found'],
    },
    async ({ params: { id }, query: { version }, caller: { workspace } }) => {
      const found = await findTemplate(sql, workspace, id, version);
      return found
        ? answer({ ...found, document: { ...found.document } }, { headers: { ETag: `"${found.latest}"` } })
        : refuseNoTemplate(id, version);
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/templates/:id/versions',
      name: 'listTemplateVersions',
      tag,
      access: 'read',
      summary: 'List the versions of a template, newest first',
      params: Params,
      query: z.strictObject({ limit: Limit, cursor: NumberCursor }),
      answer: VersionPage,
      refusals: ['template-not-found'],
    },
    async ({ params: { id }, query: { limit, cursor }, caller: { workspace } }) => {
      if (!(await findTemplate(sql, workspace, id))) return refuseNoTemplate(id);
      const found = await listTemplateVersions(sql, { workspace, id, before: cursor, limit: limit + 1 });
      const versions = found.slice(0, limit);
      const next = found.length > limit ? (versions.at(-1)?.version ?? null) : null;
      return answer({ versions: [...versions], next: nextOf(next) });
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/templates/:id/uses',
      name: 'listTemplateUses',
      tag,
      access: 'read',
      summary: 'List journeys, drafts and templates that use a template',
      params: Params,
      answer: Uses,
      refusals: ['template-not-found'],
    },
    async ({ params: { id }, caller: { workspace } }) => {
      if (!(await findTemplate(sql, workspace, id))) return refuseNoTemplate(id);
      return answer({ uses: [...(await findUses(sql, workspace, id))] });
    },
  ),
];

const changeRoutes = ({ database, checkTemplate, checkEmails }: TemplatePorts): readonly Route[] => [
  route(
    {
      method: 'put',
      path: '/v1/templates/:id',
      name: 'putTemplate',
      tag,
      access: 'author',
      summary: 'Create a template, or add a version',
      description:
        'A journey keeps sending the version it was published with. Publish the journey again to send the new version.',
      params: Params,
      body: Template,
      answer: Written,
      statuses: { 201: 'Created or changed', 200: 'Unchanged' },
      headers: { 'If-Match': 'ETag: update only if this is the current version' },
      refusals: ['document-invalid', 'version-conflict'],
    },
    async ({ params: { id }, body, headers, caller }) => {
      const { errors, warnings } = await judge(body, id, { checkTemplate, checkEmails });
      if (errors[0])
        return refusal('document-invalid', `template "${id}": ${errors[0].path}: ${errors[0].message}`, errors[0].fix, {
          errors,
        });
      const expected = readExpectedVersion(headers);
      if (expected === 'malformed') return refuseIfMatch(headers);
      const put = await putTemplate(database, {
        ...{ workspace: caller.workspace, id, actor: caller.key, expected },
        ...{ template: body, blocks: blocksOfTemplate(body) },
      });
      if (!put.ok) return put;
      const { version, made } = put.value;
      return answer(
        { id, version, isNew: made !== 'nothing', warnings: [...warnings] },
        { status: made === 'nothing' ? 200 : 201, headers: { ETag: `"${version}"` } },
      );
    },
  ),
  route(
    {
      method: 'delete',
      path: '/v1/templates/:id',
      name: 'deleteTemplate',
      tag,
      access: 'author',
      summary: 'Delete a template',
      description: 'You can’t delete a template while a running journey, a live instance or another template uses it.',
      params: Params,
      answer: Deleted,
      headers: { 'If-Match': 'ETag: delete only if this is the current version' },
      refusals: ['template-not-found', 'template-in-use', 'version-conflict'],
    },
    async ({ params: { id }, headers, caller: { workspace, key } }) => {
      const expected = readExpectedVersion(headers);
      if (expected === 'malformed') return refuseIfMatch(headers);
      const deleted = await deleteTemplate(database, { workspace, id, actor: key, expected });
      return deleted.ok ? answer({ id }) : deleted;
    },
  ),
];

async function judge(
  template: Template,
  id: string,
  { checkTemplate: check, checkEmails }: Pick<TemplatePorts, 'checkTemplate' | 'checkEmails'>,
) {
  const { errors, warnings } = validateTemplate(template);
  const isKnown = (path: string) => errors.some((flaw) => flaw.path === path);
  const all: readonly Flaw[] = [
    ...(template.id === id
      ? []
      : [{ path: 'id', message: `is "${template.id}", but the URL says "${id}"`, fix: 'use the same ID in both' }]),
    ...errors,
    ...textsOfTemplate(template).flatMap(({ text, path }) => (isKnown(path) ? [] : faultAsFlaw(text, path, check))),
  ];
  if (all.length > 0 || template.kind !== 'message') return { errors: all, warnings };
  const emails = await checkEmails(sourcesOfMessage(template));
  return { errors: emails.errors, warnings: [...warnings, ...emails.warnings] };
}
