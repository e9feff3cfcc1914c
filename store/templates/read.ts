import type { WorkspaceId } from '../../journey/base/ids.ts';
import { Template } from '../../journey/delivery/template.ts';
import type { Sql } from '../base/sql.ts';

/** A template as lists show it. */
export interface ListedTemplate {
  readonly id: string;
  readonly kind: Template['kind'];
  readonly channel: string | null;
  readonly name: string;
  readonly version: number;
  /** Number of journeys whose running version uses the template. */
  readonly usedBy: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface TemplateFilter {
  readonly workspace: WorkspaceId;
  readonly kind?: Template['kind'] | undefined;
  readonly channel?: string | undefined;
  /** Part of the name or ID. */
  readonly search?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Returns a page of templates in order of ID. */
export const listTemplates = (
  sql: Sql,
  { workspace, kind, channel, search, after = '', limit }: TemplateFilter,
): Promise<readonly ListedTemplate[]> => sql<ListedTemplate>`
  select t.id, t.kind, t.channel, t.name, t.version, t.updated_at as "updatedAt", t.updated_by as "updatedBy",
         (select count(distinct u.journey)::int from journey_templates u
            join journeys j on (j.workspace, j.id, j.version) = (u.workspace, u.journey, u.version)
           where u.workspace = t.workspace and u.template = t.id) as "usedBy"
    from templates t
   where t.workspace = ${workspace} and t.id > ${after}
     and (${kind ?? null}::text is null or t.kind = ${kind ?? null})
     and (${channel ?? null}::text is null or t.channel = ${channel ?? null})
     and (${search ?? null}::text is null or strpos(lower(t.name), lower(${search ?? null})) > 0
          or strpos(t.id, lower(${search ?? null})) > 0)
   order by t.id limit ${limit}`;

export interface StoredTemplate extends Omit<ListedTemplate, 'usedBy'> {
  /** The current version of the template. `version` is that of the document. */
  readonly latest: number;
  readonly document: Template;
}

/** Returns a template with the content of one of its versions, by default the latest. */
export async function findTemplate(
  sql: Sql,
  workspace: WorkspaceId,
  id: string,
  version?: number,
): Promise<StoredTemplate | undefined> {
  const [row] = await sql<Omit<StoredTemplate, 'document'> & { readonly document: unknown }>`
    select t.id, t.kind, t.channel, t.name, v.version, t.version as latest, t.updated_at as "updatedAt",
           t.updated_by as "updatedBy", v.document
      from templates t
      join template_versions v on v.workspace = t.workspace and v.id = t.id
       and v.version = coalesce(${version ?? null}::int, t.version)
     where t.workspace = ${workspace} and t.id = ${id}`;
  return row && { ...row, document: Template.parse(row.document) };
}

export interface TemplateVersion {
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
}

/** Returns a page of a template's versions, newest first. */
export const listTemplateVersions = (
  sql: Sql,
  { workspace, id, before, limit }: { workspace: WorkspaceId; id: string; before?: number | undefined; limit: number },
): Promise<readonly TemplateVersion[]> => sql<TemplateVersion>`
  select version, created_at as "createdAt", created_by as "createdBy" from template_versions
   where workspace = ${workspace} and id = ${id} and (${before ?? null}::int is null or version < ${before ?? null})
   order by version desc limit ${limit}`;
