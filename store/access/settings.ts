import type { WorkspaceId } from '../../journey/base/ids.ts';
import { Settings } from '../../journey/delivery/settings.ts';
import type { Database, Sql } from '../base/sql.ts';
import { changedFields, recordAudit } from './audit.ts';

export async function readSettings(sql: Sql, workspace: WorkspaceId): Promise<Settings> {
  const [row] = await sql<{ settings: unknown }>`select settings from workspaces where id = ${workspace}`;
  return Settings.parse(row?.settings ?? {});
}

export const writeSettings = (
  database: Pick<Database, 'transaction'>,
  workspace: WorkspaceId,
  settings: Settings,
  actor: string,
): Promise<void> =>
  database.transaction(async (sql) => {
    const [row] = await sql<{ settings: unknown }>`
      select settings from workspaces where id = ${workspace} for no key update`;
    await sql`update workspaces set settings = ${JSON.stringify(settings)}::jsonb where id = ${workspace}`;
    await recordAudit(sql, {
      workspace,
      actor,
      action: 'settings.change',
      about: { names: Object.keys(settings) },
      ...changedFields(Settings.parse(row?.settings ?? {}), settings),
    });
  });
