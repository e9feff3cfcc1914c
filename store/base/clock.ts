import type { WorkspaceId } from '../../journey/base/ids.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { Sql } from './sql.ts';

/** Reads a workspace's clock, for changes that concern no user. Under a user's lock, `store.person` gives the time. */
export async function readClock(sql: Sql, workspace: WorkspaceId): Promise<Instant> {
  const [row] = await sql<{ now: Instant }>`select clock(${workspace}) as now`;
  return instant(row?.now ?? Date.now());
}
