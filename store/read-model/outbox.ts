import type { Sql } from '../base/sql.ts';

/** Returns how many users' events wait for the forwarder, and for how long the oldest have waited. */
export async function measureOutbox(sql: Sql): Promise<{ readonly size: number; readonly oldestSeconds: number }> {
  const [row] = await sql<{ size: number; oldestSeconds: number }>`
    select count(*) as size,
           coalesce(extract(epoch from clock_timestamp() - min(since)), 0)::float8 as "oldestSeconds"
      from outbox`;
  return row ?? { size: 0, oldestSeconds: 0 };
}
