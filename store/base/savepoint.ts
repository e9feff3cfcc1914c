import { type Sql, takeFailure } from './sql.ts';

export type Attempt<T> =
  | { readonly type: 'done'; readonly value: T }
  /** Nothing that the work wrote remains. */
  | { readonly type: 'failed'; readonly fault: unknown };

/**
 * Runs a part of a transaction. If it fails, undoes what it wrote, and the transaction goes on. Don't take locks in it:
 * PostgreSQL would release them too.
 * @throws if the part can't be undone, for example because the connection is lost
 */
export async function tryInTransaction<T>(sql: Sql, work: () => Promise<T>): Promise<Attempt<T>> {
  await sql`savepoint part`;
  try {
    const value = await work();
    await sql`release savepoint part`;
    return { type: 'done', value };
  } catch (error) {
    const fault = await takeFailure(sql, error);
    await sql`rollback to savepoint part`;
    return { type: 'failed', fault };
  }
}
