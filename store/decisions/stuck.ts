import type { InstanceId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

interface Which {
  readonly workspace: WorkspaceId;
  readonly id: InstanceId;
}

/** Clears a fault that is gone when nothing was due. A recorded decision clears it by itself. */
export async function clearStuck(sql: Sql, { workspace, id }: Which): Promise<void> {
  await sql`update instances set stuck = null where workspace = ${workspace} and id = ${id}`;
}

/**
 * Stores why an instance can't continue, for operators: a kind, a colon, a text. The next successful decision clears
 * it.
 */
export async function markStuck(sql: Sql, { workspace, id }: Which, why: string): Promise<void> {
  const shown = why.slice(0, 1000);
  await sql`
    update instances set stuck = ${shown}
     where workspace = ${workspace} and id = ${id} and ended_at is null and stuck is distinct from ${shown}`;
}
