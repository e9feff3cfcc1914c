import type { WorkspaceId } from '../journey/base/ids.ts';
import type { JsonObject } from '../journey/base/json.ts';
import type { Sql } from '../store/base/sql.ts';

/** Columns of a message by which a test tells it from a sent SMS of Ana. */
export type MessageColumns = Readonly<
  Record<string, string | number | boolean | null | readonly string[] | JsonObject>
>;

/** Writes a row of `messages`: an SMS that was sent at instant 0, except for the columns that are given. */
export async function insertMessage(
  sql: Sql,
  workspace: WorkspaceId,
  key: string,
  columns: MessageColumns = {},
): Promise<void> {
  const row = {
    ...{ workspace, key, instance: 'i1', person: 'ana', journey: 'cart', version: 1, node: 'hi', visit: 1 },
    ...{ channel: 'sms', state: 'settled', outcome: 'sent', attempts: 1, claimed_at: 0, settled_at: 0, sent_at: 0 },
    ...{ tags: [], counts: true, may_be_out: false, handed: true, asked: 0, ...columns },
  };
  await sql`insert into messages select * from jsonb_populate_record(null::messages, ${row})`;
}
