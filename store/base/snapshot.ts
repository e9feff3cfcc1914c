import type { Database, Sql } from './sql.ts';

/**
 * Runs reads in one read-only snapshot, so that their results agree with one another whatever is committed meanwhile
 * (design.md §7.12).
 */
export const inOneSnapshot = <T>(database: Pick<Database, 'transaction'>, read: (sql: Sql) => Promise<T>): Promise<T> =>
  database.transaction(read, { text: 'set transaction isolation level repeatable read, read only', note() {} });
