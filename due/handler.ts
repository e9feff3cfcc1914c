import type { PersonId } from '../journey/base/ids.ts';
import type { Instant } from '../journey/time/time.ts';
import type { DueRow } from '../store/base/due-rows.ts';
import type { Sql } from '../store/base/sql.ts';

/**
 * Handles due rows of one kind, and names the locks that it needs. All locks are held before the row is taken out
 * (store/base/locks.ts).
 */
export interface DueHandler {
  /** Lock mode of the row's journey. */
  readonly journey: 'shared' | 'alone' | 'none';
  /** Set if the workspace's segments are locked. */
  readonly segments?: boolean;
  /** Lets users in as bulk work: waits while the workflows of earlier users haven't caught up. */
  readonly isBulk?: boolean;
  /** Returns up to 500 users to lock besides the row's own. Reads them before their locks are held. */
  readonly page?: (sql: Sql, row: DueRow) => Promise<readonly PersonId[]>;
  /**
   * Does the row's work in the transaction that has taken the row out. To continue later, it sets the row again.
   * @param now The workspace's clock, read under the locks.
   */
  readonly handle: (sql: Sql, now: Instant, row: DueRow, page: readonly PersonId[]) => Promise<void>;
}

/** Handles due rows that let users into one journey, a page in one transaction. It takes the locks that it needs. */
export interface DueEntriesHandler {
  /** Returns the rows that it left for later. */
  readonly letIn: (sql: Sql, page: readonly DueRow[]) => Promise<readonly DueRow[]>;
}
