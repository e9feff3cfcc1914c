import type { WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { Template } from '../../journey/delivery/template.ts';
import { recordAudit } from '../access/audit.ts';
import { takeLock, withLocks } from '../base/locks.ts';
import { findRetiredVersion, keepRetiredVersion } from '../base/retired.ts';
import type { Database, Sql } from '../base/sql.ts';
import { findHolders } from './uses.ts';

/** Number of versions to keep even if no journey uses them. */
const KEPT_VERSIONS = 100;

export interface TemplateChange {
  readonly workspace: WorkspaceId;
  readonly id: string;
  readonly actor: string;
  /** Required current version; 0 means only if the template doesn't exist. */
  readonly expected?: number | undefined;
}

export interface PutTemplate extends TemplateChange {
  readonly template: Template;
  /** Content blocks that the template renders. */
  readonly blocks: readonly string[];
}

export interface PutTemplateResult {
  readonly version: number;
  readonly made: 'template' | 'version' | 'nothing';
}

/** Serializes changes of a workspace's templates with each other, and with publishes that use templates. */
export const lockTemplates = (workspace: WorkspaceId) => ({ type: 'templates', workspace }) as const;

/** Stores a template as its next version. Does nothing if the content is unchanged. */
export const putTemplate = (
  database: Pick<Database, 'transaction'>,
  put: PutTemplate,
): Promise<Result<PutTemplateResult>> =>
  database.transaction((sql) => writeTemplate(sql, put), withLocks([lockTemplates(put.workspace)]));

async function writeTemplate(
  sql: Sql,
  { workspace, id, actor, expected, template, blocks }: PutTemplate,
): Promise<Result<PutTemplateResult>> {
  const text = JSON.stringify(template);
  const [before] = await sql<{ version: number; kind: Template['kind']; channel: string | null; same: boolean }>`
    select t.version, t.kind, t.channel, v.document::text = ${text} as same
      from templates t join template_versions v on (v.workspace, v.id, v.version) = (t.workspace, t.id, t.version)
     where t.workspace = ${workspace} and t.id = ${id}`;
  const known = before?.version ?? 0;
  if (expected !== undefined && expected !== known) return refuseConflict(id, expected, known);
  if (before?.same) return ok({ version: known, made: 'nothing' });
  const channel = template.kind === 'message' ? template.channel : null;
  if (before && (before.kind !== template.kind || before.channel !== channel))
    return refuse(
      'document-invalid',
      `template "${id}" is a ${describeKind(before)}, so it can't become a ${describeKind({ kind: template.kind, channel })}`,
      'use a different ID for the new template',
    );
  const version = (before ? known : await findRetiredVersion(sql, { workspace, kind: 'template', id })) + 1;
  await sql`
    insert into template_versions (workspace, id, version, document, created_by)
    values (${workspace}, ${id}, ${version}, ${text}::json, ${actor})`;
  await sql`
    insert into templates (workspace, id, kind, channel, name, version, updated_by)
    values (${workspace}, ${id}, ${template.kind}, ${channel}, ${template.name}, ${version}, ${actor})
    on conflict (workspace, id) do update
       set name = excluded.name, version = excluded.version, updated_at = now(), updated_by = excluded.updated_by`;
  await sql`delete from template_blocks where workspace = ${workspace} and id = ${id}`;
  await sql`
    insert into template_blocks (workspace, id, block)
    select ${workspace}, ${id}, block from unnest(${blocks}::text[]) as block`;
  await dropUnused(sql, { workspace, id, upTo: version - KEPT_VERSIONS });
  await recordAudit(sql, {
    ...{ workspace, actor },
    action: 'template.put',
    about: { template: id, version },
    before: before && { version: known },
    after: { version },
  });
  return ok({ version, made: before ? 'version' : 'template' });
}

const describeKind = ({ kind, channel }: { readonly kind: string; readonly channel: string | null }): string =>
  kind === 'block' ? 'content block' : `message by ${channel}`;

/** Deletes old versions that no version of a journey keeps. */
const dropUnused = (
  sql: Sql,
  { workspace, id, upTo }: { readonly workspace: WorkspaceId; readonly id: string; readonly upTo: number },
) => sql`
  delete from template_versions v
   where v.workspace = ${workspace} and v.id = ${id} and v.version <= ${upTo}
     and not exists (select from journey_templates u
                      where u.workspace = v.workspace and u.template = v.id and u.template_version = v.version)`;

/**
 * Deletes a template that no running journey, no live instance and no other template uses. Keeps versions that ended
 * journeys have sent, for their history. A new template with this ID continues the version numbers.
 */
export const deleteTemplate = (
  database: Pick<Database, 'transaction'>,
  { workspace, id, actor, expected }: TemplateChange,
): Promise<Result<{ readonly version: number }>> =>
  database.transaction(
    async (sql) => {
      const [found] = await sql<{ version: number }>`
      select version from templates where workspace = ${workspace} and id = ${id}`;
      if (!found) return refuseNoTemplate(id);
      const { version } = found;
      if (expected !== undefined && expected !== version) return refuseConflict(id, expected, version);
      const holders = await findHolders(sql, workspace, id);
      if (holders.length > 0)
        return refuse(
          'template-in-use',
          `template "${id}" is used by ${holders.slice(0, 5).join(', ')}`,
          'remove the template from them, or stop the journeys, and delete it again',
          { about: { usedBy: holders } },
        );
      await sql`delete from templates where workspace = ${workspace} and id = ${id}`;
      await sql`delete from template_blocks where workspace = ${workspace} and id = ${id}`;
      await dropUnused(sql, { workspace, id, upTo: version });
      await keepRetiredVersion(sql, { workspace, kind: 'template', id }, version);
      await recordAudit(sql, {
        ...{ workspace, actor },
        action: 'template.delete',
        about: { template: id },
        before: { version },
      });
      return ok({ version });
    },
    withLocks([lockTemplates(workspace)]),
  );

/** Takes the lock of a workspace's templates in a transaction that has begun. */
export const takeTemplatesLock = (sql: Sql, workspace: WorkspaceId): Promise<void> =>
  takeLock(sql, lockTemplates(workspace));

export const refuseNoTemplate = (id: string, version?: number) =>
  refuse(
    'template-not-found',
    version === undefined ? `there is no template "${id}"` : `template "${id}" has no version ${version}`,
    version === undefined ? 'list them with GET /v1/templates' : `list them with GET /v1/templates/${id}/versions`,
  );

const refuseConflict = (id: string, expected: number, now: number) =>
  refuse(
    'version-conflict',
    now === 0
      ? `There is no template "${id}", but version ${expected} was expected`
      : `Template "${id}" is at version ${now}, not ${expected}`,
    now === 0
      ? 'create it without If-Match'
      : 'get the current version, apply your change, and send it with its ETag in If-Match',
    { about: { version: now } },
  );
