import type { Instant } from '../../journey/time.ts';
import type { DueRow } from '../../store/due-rows.ts';
import type { Sql } from '../../store/sql.ts';

/** Does what a row was for, in the transaction that has taken it out of the table, under its person's lock. To go on, it sets a row again. */
export type DueHandler = (sql: Sql, now: Instant, row: DueRow) => Promise<void>;
