import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** A journey or template that uses a template. */
export interface TemplateUse {
  readonly type: 'journey' | 'template' | 'draft';
  readonly id: string;
  readonly name: string;
  /** The version of the template that the journey's running version keeps. Null for templates and drafts. */
  readonly version: number | null;
}

const MOST_USES = 500;

/**
 * Returns the uses of a template: running versions of journeys, drafts that name it, and templates whose current
 * version renders it.
 */
export const findUses = (sql: Sql, workspace: WorkspaceId, id: string): Promise<readonly TemplateUse[]> =>
  sql<TemplateUse>`
    (select 'journey' as type, j.id, j.name, max(u.template_version) as version
       from journey_templates u join journeys j on (j.workspace, j.id, j.version) = (u.workspace, u.journey, u.version)
      where u.workspace = ${workspace} and u.template = ${id} and j.state <> 'archived'
      group by j.id, j.name)
    union all
    (select 'template', t.id, t.name, null
       from template_blocks b join templates t on (t.workspace, t.id) = (b.workspace, b.id)
      where b.workspace = ${workspace} and b.block = ${id})
    union all
    (select 'draft', d.journey, coalesce(d.document->>'name', d.journey), null
       from drafts d
      where d.workspace = ${workspace} and not d.is_archived
        and jsonb_path_exists(d.document::jsonb, '$.nodes.*.template.id ? (@ == $id)', jsonb_build_object('id', ${id}::text)))
    order by 1, 2 limit ${MOST_USES}`;

/** Describes the journeys and templates that may still send a template and prevent its deletion. */
export async function findHolders(sql: Sql, workspace: WorkspaceId, id: string): Promise<readonly string[]> {
  const rows = await sql<{ holder: string }>`
    with kept as (
      select distinct journey, version from journey_templates where workspace = ${workspace} and template = ${id}
    ), inside as (
      select journey, version, sum(case when measure in ('entered', 'moved-in') then n else -n end) as n from (
        select journey, version, measure, n from counts
         where workspace = ${workspace} and node = '' and journey in (select journey from kept)
        union all
        select journey, version, measure, n from count_deltas
         where workspace = ${workspace} and node = '' and journey in (select journey from kept)
      ) as each where measure in ('entered', 'moved-in', 'moved-out') or starts_with(measure, 'exited:')
       group by journey, version
    )
    select distinct format('journey "%s"', k.journey) as holder
      from kept k
      join journeys j on j.workspace = ${workspace} and j.id = k.journey
      left join inside i on (i.journey, i.version) = (k.journey, k.version)
     where (k.version = j.version and j.state not in ('stopped', 'archived', 'completed')) or i.n > 0
     union
    select format('template "%s"', b.id) from template_blocks b
     where b.workspace = ${workspace} and b.block = ${id}
     order by 1`;
  return rows.map(({ holder }) => holder);
}
