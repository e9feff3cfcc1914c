import { InstanceId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/**
 * Returns which of these instances exist, and whether each still waits for its first decision. A stuck instance
 * doesn't: it waits for a repair.
 */
export async function findUndecided(
  sql: Sql,
  asked: readonly { readonly workspace: WorkspaceId; readonly instance: InstanceId }[],
): Promise<readonly { readonly id: InstanceId; readonly isUndecided: boolean }[]> {
  const rows = await sql<{ id: string; isUndecided: boolean }>`
    select i.id, i.step = 0 and i.ended_at is null and i.stuck is null as "isUndecided"
      from unnest(${asked.map(({ workspace }) => workspace)}::text[],
                  ${asked.map(({ instance }) => instance)}::text[]) as a (workspace, id)
      join instances i on i.workspace = a.workspace and i.id = a.id`;
  return rows.map(({ id, isUndecided }) => ({ id: InstanceId.parse(id), isUndecided }));
}
