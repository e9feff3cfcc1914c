import type { Sql } from './sql.ts';

/**
 * Asks the database whether it takes changes, and leaves none behind: it isn't a standby or read-only, and the disk of
 * its tables has room for 4 MB. An empty table in its own file is filled and taken back, since a table in use may have
 * room for rows on a full disk. Call it in a transaction.
 *
 * @throws what a write would fail with
 */
export async function assertWritable(sql: Sql): Promise<void> {
  const [row] = await sql<{ isReadOnly: boolean }>`
    select current_setting('transaction_read_only')::boolean as "isReadOnly"`;
  if (row?.isReadOnly) throw Object.assign(new Error('the database is read-only'), { code: '25006' });
  await sql`savepoint probe`;
  await sql`truncate write_probe`;
  await sql`insert into write_probe (filler) select repeat('-', 1000) from generate_series(1, 4000)`;
  await sql`rollback to savepoint probe`;
}
