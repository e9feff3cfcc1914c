import { heartbeat } from '@temporalio/activity';
import type { JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { Database } from '../store/base/sql.ts';
import { type Filled, fillPage } from '../store/broadcasts/fill.ts';
import { storeListChanges } from '../store/broadcasts/list-changes.ts';
import { openOccurrence } from '../store/broadcasts/occurrences.ts';
import type { Store } from '../store/person.ts';

export interface BroadcastOf {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

export interface Broadcasting {
  /** Users queued so far by the broadcasts of this call. */
  readonly queued: number;
  /** About how many users these broadcasts will queue. */
  readonly total: number;
  /** Milliseconds until the next occurrence, if the call came slightly early. Null if the next call may be far off. */
  readonly inMs: number | null;
}

export interface BroadcastPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
  readonly store: Pick<Store, 'persons'>;
  /** Called at named points, where tests kill or hold the worker. */
  readonly passing?: (point: 'paged') => void | Promise<void>;
}

/** The longest an early call waits. Calls can be early because Temporal's clock isn't the store's. */
const EARLY_MS = 60_000;

/**
 * Begins the occurrence of a journey's schedule that is due, and queues the users of its broadcasts page by page
 * (design.md §8). A call that is killed continues at the stored cursor. Two calls at once share the work, and queue no
 * user twice.
 */
export const createBroadcast =
  ({ database, store, passing = () => {} }: BroadcastPorts) =>
  async ({ workspace, journey }: BroadcastOf): Promise<Broadcasting> => {
    const opened = await database.transaction((sql) => openOccurrence(sql, workspace, journey));
    const seen = new Map<string, Filled>();
    for (;;) {
      const page = await database.transaction((sql) => fillPage(sql, workspace, journey));
      if (!page) break;
      seen.set(page.id, page);
      heartbeat(page);
      if (page.hasChanges) await storeListChanges({ sql: database.sql, store }, { workspace, journey, id: page.id });
      await passing('paged');
    }
    const inMs = opened.type === 'not-yet' && opened.inMs <= EARLY_MS ? opened.inMs : null;
    const all = [...seen.values()];
    const sum = (of: (each: Filled) => number) => all.reduce((so, each) => so + of(each), 0);
    return { queued: sum(({ queued }) => queued), total: sum(({ total }) => total), inMs };
  };
