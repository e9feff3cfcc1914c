import type { Database, Sql } from './sql.ts';

/** Reads that have to agree with one another: all of them see the database as it was at the first, whatever is committed meanwhile (design.md §7.12). */
export const inOneSnapshot = <T>(database: Pick<Database, 'transaction'>, read: (sql: Sql) => Promise<T>): Promise<T> =>
  database.transaction(read, { text: 'set transaction isolation level repeatable read, read only', note() {} });
