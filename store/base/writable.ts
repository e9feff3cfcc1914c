import type { Sql } from './sql.ts';

/**
 * Asks the database whether it takes changes, and changes nothing: it isn't a standby or read-only, and a sort of 5 MB
 * finds room on its disk.
 *
 * @throws what a write would fail with
 */
export async function assertWritable(sql: Sql): Promise<void> {
  const [row] = await sql<{ isReadOnly: boolean; workMem: string }>`
    select current_setting('transaction_read_only')::boolean as "isReadOnly",
           set_config('work_mem', '64kB', true) as "workMem"`;
  if (row?.isReadOnly) throw Object.assign(new Error('the database is read-only'), { code: '25006' });
  await sql`
    select count(*) from (select md5(nr::text) from generate_series(1, 60000) as nr order by 1 offset 1) as sorted`;
}
