import { heartbeat } from '@temporalio/activity';
import type { JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import type { Database } from '../store/base/sql.ts';
import { type Filled, fillPage } from '../store/broadcasts/fill.ts';
import { openOccurrence } from '../store/broadcasts/occurrences.ts';

export interface BroadcastOf {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

export interface Broadcasting {
  /** Queued by now, of this call's broadcasts; and about how many there are. */
  readonly queued: number;
  readonly total: number;
  /** So long until the next occurrence: somebody came too early. Null: it may be long. */
  readonly inMs: number | null;
}

export interface BroadcastPorts {
  readonly database: Pick<Database, 'transaction'>;
  /** Labelled points of the road, where tests kill or hold the worker. */
  readonly passing?: (point: 'paged') => void | Promise<void>;
}

/** An early call waits this long at most: Temporal's clock is not the store's. */
const EARLY_MS = 60_000;

/**
 * Begins what is due of a journey's schedule, and queues page by page whomever its broadcasts concern (design.md §8).
 * Killed at any point, it goes on at the cursor; called twice, both go on together and queue nobody twice.
 */
export const createBroadcast =
  ({ database, passing = () => {} }: BroadcastPorts) =>
  async ({ workspace, journey }: BroadcastOf): Promise<Broadcasting> => {
    const opened = await database.transaction((sql) => openOccurrence(sql, workspace, journey));
    const seen = new Map<string, Filled>();
    for (;;) {
      const page = await database.transaction((sql) => fillPage(sql, workspace, journey));
      if (!page) break;
      seen.set(page.id, page);
      heartbeat(page);
      await passing('paged');
    }
    const inMs = opened.type === 'not-yet' && opened.inMs <= EARLY_MS ? opened.inMs : null;
    const all = [...seen.values()];
    const sum = (of: (each: Filled) => number) => all.reduce((so, each) => so + of(each), 0);
    return { queued: sum(({ queued }) => queued), total: sum(({ total }) => total), inMs };
  };
