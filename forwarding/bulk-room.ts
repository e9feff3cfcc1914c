import type { InstanceId, WorkspaceId } from '../journey/base/ids.ts';
import type { Sql } from '../store/base/sql.ts';
import { findUndecided } from '../store/entry/undecided.ts';

/** How many users one worker lets in by bulk work ahead of their workflows. */
export interface BulkRoom {
  /** Returns how many more users may be let in now. */
  left(): Promise<number>;
  /** Counts these instances as under way until their first decision is recorded. The caller's transaction may still be open. */
  note(workspace: WorkspaceId, instances: readonly InstanceId[]): void;
}

/** Enough to keep the cores busy with bulk work; few enough that a live event shares them with little else. */
const MOST = 20;
/** An instance whose first decision takes longer than this holds up no others: its workflow may not run at all. */
const PATIENCE_MS = 10_000;
/** An instance that isn't there yet may belong to a transaction that hasn't committed. */
const UNCOMMITTED_MS = 1_000;

/**
 * Letting users in costs a fraction of what their workflows cost. Without a limit, thousands of workflows would start at once and compete with live users
 * for the cores of Temporal, PostgreSQL and the workers.
 */
export function createBulkRoom(sql: Sql, most = MOST): BulkRoom {
  const underWay = new Map<InstanceId, { readonly workspace: WorkspaceId; readonly since: number }>();

  const dropDecided = async () => {
    const asked = [...underWay].map(([instance, { workspace }]) => ({ workspace, instance }));
    const found = new Map((await findUndecided(sql, asked)).map(({ id, isUndecided }) => [id, isUndecided]));
    for (const { instance } of asked) {
      const age = performance.now() - (underWay.get(instance)?.since ?? 0);
      if (age > PATIENCE_MS || !(found.get(instance) ?? age < UNCOMMITTED_MS)) underWay.delete(instance);
    }
  };

  return {
    async left() {
      if (underWay.size > 0) await dropDecided();
      return Math.max(0, most - underWay.size);
    },
    note(workspace, instances) {
      const since = performance.now();
      for (const instance of instances) underWay.set(instance, { workspace, since });
    },
  };
}
