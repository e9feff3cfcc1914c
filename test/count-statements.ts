import type { Database, Sql } from '../store/base/sql.ts';

/** Returns the same database, and a function that returns how many statements have gone through it. */
export function countStatements(database: Database): { readonly database: Database; count(): number } {
  let statements = 0;
  const wrap =
    (sql: Sql): Sql =>
    (text, ...values) => {
      statements += 1;
      return sql(text, ...values);
    };
  return {
    database: {
      ...database,
      sql: wrap(database.sql),
      transaction: (work, first) => database.transaction((sql, opened) => work(wrap(sql), opened), first),
    },
    count: () => statements,
  };
}
