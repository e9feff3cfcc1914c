import type { InstanceId, JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { Sql } from '../store/base/sql.ts';
import { findUndecided } from '../store/entry/undecided.ts';

/** A journey whose users bulk work lets in. */
export interface BulkJourney {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

/** Limits how many users one worker enters by bulk work ahead of their workflows. */
export interface BulkRoom {
  /** Looks which instances have decided since. Call it before `left`. */
  refresh(): Promise<void>;
  /** Returns how many more users of a journey may enter now. */
  left(of: BulkJourney): number;
  /** Counts instances as running until their first decision. The caller's transaction may still be open. */
  note(of: BulkJourney, instances: readonly InstanceId[]): void;
}

/** Initial, lowest and highest limit. The lowest is also what each journey has for itself. */
const FIRST = 5;
const FEWEST = 3;
const MOST = 200;
const MINUTE_MS = 60_000;
/** After this time an undecided instance no longer counts, since its workflow may not run at all. */
const PATIENCE_MS = 10_000;
/** How long a missing instance still counts, since its transaction may not have committed. */
const UNCOMMITTED_MS = 1_000;

/**
 * Creates a limit on how far entries of bulk work may run ahead of their workflows. Entering a user is far cheaper than
 * running the workflow. Without a limit, thousands of workflows would compete with live users for CPU. The limit grows
 * while first decisions are about as fast as the fastest one. It shrinks while they take four times as long, since live
 * users then wait too.
 *
 * All journeys share the limit, but each may have a few instances beyond it. So a journey whose workflows don't decide
 * can't hold up the others. They may even wait for the others: a less important journey gives way to a more important
 * one.
 */
export function createBulkRoom(sql: Sql, now = () => performance.now()): BulkRoom {
  let room = FIRST;
  let fastestMs = Number.POSITIVE_INFINITY;
  let adaptedAt = now();
  const adapt = (ms: number) => {
    // Doubles the fastest time every minute, so that a fast decision long ago doesn't count forever.
    fastestMs = Math.min(ms, fastestMs * 2 ** ((now() - adaptedAt) / MINUTE_MS));
    adaptedAt = now();
    if (ms <= 2 * fastestMs) room = Math.min(MOST, room + 0.1);
    else if (ms > 4 * fastestMs) room = Math.max(FEWEST, room * 0.9);
  };
  const underWay = new Map<InstanceId, BulkJourney & { readonly since: number }>();
  const countOf = ({ workspace, journey }: BulkJourney) =>
    [...underWay.values()].filter((each) => each.workspace === workspace && each.journey === journey).length;

  const dropIfDone = (instance: InstanceId, isUndecided: boolean | undefined) => {
    const age = now() - (underWay.get(instance)?.since ?? 0);
    if (isUndecided === false && underWay.has(instance)) adapt(age);
    if (age > PATIENCE_MS || !(isUndecided ?? age < UNCOMMITTED_MS)) underWay.delete(instance);
  };

  return {
    async refresh() {
      if (underWay.size === 0) return;
      const asked = [...underWay].map(([instance, { workspace }]) => ({ workspace, instance }));
      const found = new Map((await findUndecided(sql, asked)).map(({ id, isUndecided }) => [id, isUndecided]));
      for (const { instance } of asked) dropIfDone(instance, found.get(instance));
    },
    left: (of) => Math.max(0, Math.floor(room) - underWay.size, FEWEST - countOf(of)),
    note({ workspace, journey }, instances) {
      const since = now();
      for (const instance of instances) underWay.set(instance, { workspace, journey, since });
    },
  };
}
