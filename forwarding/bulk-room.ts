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

/** How many at first, and how few and how many there may come to be. */
const FIRST = 5;
const FEWEST = 3;
const MOST = 200;
const MINUTE_MS = 60_000;
/** An instance whose first decision takes longer than this holds up no others: its workflow may not run at all. */
const PATIENCE_MS = 10_000;
/** An instance that isn't there yet may belong to a transaction that hasn't committed. */
const UNCOMMITTED_MS = 1_000;

/**
 * Letting users in costs a fraction of what their workflows cost. Without a limit, thousands of workflows would start at once and compete with live users
 * for the cores of Temporal, PostgreSQL and the workers. The room grows while first decisions come about as soon as the fastest did, and shrinks while
 * they take four times as long: then something waits, and live users wait for it too.
 */
export function createBulkRoom(sql: Sql, now = () => performance.now()): BulkRoom {
  let room = FIRST;
  let fastestMs = Number.POSITIVE_INFINITY;
  let adaptedAt = now();
  const adapt = (ms: number) => {
    // It doubles in a minute, so that a fast time long ago doesn't count for ever.
    fastestMs = Math.min(ms, fastestMs * 2 ** ((now() - adaptedAt) / MINUTE_MS));
    adaptedAt = now();
    if (ms <= 2 * fastestMs) room = Math.min(MOST, room + 0.1);
    else if (ms > 4 * fastestMs) room = Math.max(FEWEST, room * 0.9);
  };
  const underWay = new Map<InstanceId, { readonly workspace: WorkspaceId; readonly since: number }>();

  const dropDecided = async () => {
    const asked = [...underWay].map(([instance, { workspace }]) => ({ workspace, instance }));
    const found = new Map((await findUndecided(sql, asked)).map(({ id, isUndecided }) => [id, isUndecided]));
    for (const { instance } of asked) {
      const age = now() - (underWay.get(instance)?.since ?? 0);
      const isUndecided = found.get(instance);
      if (isUndecided === false && underWay.has(instance)) adapt(age);
      if (age > PATIENCE_MS || !(isUndecided ?? age < UNCOMMITTED_MS)) underWay.delete(instance);
    }
  };

  return {
    async left() {
      if (underWay.size > 0) await dropDecided();
      return Math.max(0, Math.floor(room) - underWay.size);
    },
    note(workspace, instances) {
      const since = now();
      for (const instance of instances) underWay.set(instance, { workspace, since });
    },
  };
}
