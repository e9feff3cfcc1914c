import type { WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { Settings } from '../../journey/delivery/settings.ts';
import type { DateOrder } from '../../journey/time/time.ts';
import type { Database, Sql } from '../base/sql.ts';
import { changedFields, recordAudit } from './audit.ts';

export async function readSettings(sql: Sql, workspace: WorkspaceId): Promise<Settings> {
  const [row] = await sql<{ settings: unknown }>`select settings from workspaces where id = ${workspace}`;
  return Settings.parse(row?.settings ?? {});
}

/**
 * Returns a journey or segment with the workspace's way to write dates, unless it has its own. It is stored with the
 * version, so a later change of the setting moves no wait (decision 63).
 */
export async function withDateOrder<Document extends { readonly dateOrder?: DateOrder | undefined }>(
  sql: Sql,
  workspace: WorkspaceId,
  document: Document,
): Promise<Document> {
  if (document.dateOrder !== undefined) return document;
  const { dateOrder } = await readSettings(sql, workspace);
  return dateOrder === undefined ? document : { ...document, dateOrder };
}

/**
 * Writes the settings. Decisions and claims read them in their own statements, so the next one already follows them.
 * Refuses to remove a topic that a journey names, since the journey's messages would no longer need a yes.
 */
export const writeSettings = (
  database: Pick<Database, 'transaction'>,
  workspace: WorkspaceId,
  settings: Settings,
  actor: string,
): Promise<Result<undefined>> =>
  database.transaction(async (sql) => {
    const [row] = await sql<{ settings: unknown }>`
      select settings from workspaces where id = ${workspace} for no key update`;
    const before = Settings.parse(row?.settings ?? {});
    const kept = settings.topics.map(({ id }) => id);
    const removed = before.topics.flatMap(({ id }) => (kept.includes(id) ? [] : [id]));
    const users = removed.length === 0 ? [] : await findUsersOfTopics(sql, workspace, removed);
    const [first] = users;
    if (first)
      return refuse(
        'topic-in-use',
        `the topic "${first.topic}" is named by ${users.map(({ journey }) => `the journey "${journey}"`).join(', ')}`,
        'keep the topic, or archive the journeys',
        { about: { usedBy: users.map(({ journey }) => journey) } },
      );
    await sql`update workspaces set settings = ${JSON.stringify(settings)}::jsonb where id = ${workspace}`;
    await recordAudit(sql, {
      workspace,
      actor,
      action: 'settings.change',
      about: { names: Object.keys(settings) },
      ...changedFields(before, settings),
    });
    return ok(undefined);
  });

/** Finds journeys with a version that names one of the topics and may still have live instances. */
const findUsersOfTopics = (sql: Sql, workspace: WorkspaceId, topics: readonly string[]) => sql<{
  readonly journey: string;
  readonly topic: string;
}>`
  select distinct v.journey, node.value ->> 'topic' as topic
    from versions v
    join journeys j on j.workspace = v.workspace and j.id = v.journey and j.state <> 'archived'
   cross join lateral json_each(v.document -> 'nodes') as node
   where v.workspace = ${workspace} and node.value ->> 'topic' = any(${topics}::text[])
   order by 1, 2 limit 5`;
