import type { PersonId } from '../journey/base/ids.ts';
import type { Instant } from '../journey/time/time.ts';
import type { DueRow } from '../store/base/due-rows.ts';
import type { Sql } from '../store/base/sql.ts';

/** What is done about rows of one kind, and the locks that it needs. All locks are held before the row is taken out (store/base/locks.ts). */
export interface DueHandler {
  /** How the row's journey is locked. */
  readonly journey: 'shared' | 'alone' | 'none';
  /** Holds the lock of the workspace's segments. */
  readonly segments?: boolean;
  /** Lets users in as bulk work: waits while the workflows of earlier users haven't caught up. */
  readonly isBulk?: boolean;
  /** Users of the page that it is about, at most 500, besides the row's own. They are read before their locks are held. */
  readonly page?: (sql: Sql, row: DueRow) => Promise<readonly PersonId[]>;
  /**
   * Does what the row was for, in the transaction that has taken it out. To go on, it sets a row again.
   * @param now The workspace's clock, read under the locks.
   */
  readonly handle: (sql: Sql, now: Instant, row: DueRow, page: readonly PersonId[]) => Promise<void>;
}
