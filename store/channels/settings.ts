import type { WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { type ChannelsSettings, readStoredChannels } from '../../journey/delivery/channel-settings.ts';
import { changedFields, recordAudit } from '../access/audit.ts';
import type { Database, Sql } from '../base/sql.ts';

export interface StoredChannels {
  /** Increases with each change. 0: there are no settings yet. */
  readonly version: number;
  readonly settings: ChannelsSettings;
}

interface Row {
  readonly version: number;
  readonly settings: unknown;
}

const storedOf = (row: Row | undefined): StoredChannels => ({
  version: row?.version ?? 0,
  settings: readStoredChannels(row?.settings ?? {}),
});

export async function readChannelSettings(sql: Sql): Promise<StoredChannels> {
  const [row] = await sql<Row>`select version, settings from channel_settings where is_only`;
  return storedOf(row);
}

export interface PutChannels {
  /** Workspace of the caller, whose audit log records the change. */
  readonly workspace: WorkspaceId;
  readonly actor: string;
  readonly settings: ChannelsSettings;
  /** Change only this version. Undefined: any. */
  readonly expected?: number | undefined;
}

/** Replaces the settings of all channels. Every worker applies them within seconds. */
export const putChannelSettings = (
  database: Pick<Database, 'transaction'>,
  { workspace, actor, settings, expected }: PutChannels,
): Promise<Result<StoredChannels>> =>
  database.transaction(async (sql) => {
    await sql`insert into channel_settings (version, settings) values (0, '{}') on conflict do nothing`;
    const [row] = await sql<Row>`select version, settings from channel_settings where is_only for update`;
    const before = storedOf(row);
    if (expected !== undefined && expected !== before.version)
      return refuse(
        'version-conflict',
        `the channel settings are at version ${before.version}, not ${expected}`,
        'get the settings again, and apply your change to the current version',
        { about: { version: before.version } },
      );
    const version = before.version + 1;
    await sql`
      update channel_settings
         set version = ${version}, settings = ${JSON.stringify(settings)}::jsonb, changed_at = clock_timestamp()
       where is_only`;
    await recordAudit(sql, {
      ...{ workspace, actor, action: 'channels.change', about: { version } },
      ...changedFields(before.settings, settings),
    });
    return ok({ version, settings });
  });
