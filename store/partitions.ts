import type { Sql } from './sql.ts';

/** Months that exist before they are needed. */
const AHEAD = 2;

/**
 * Makes the coming months' partitions of `events` by the machine's clock. A month in which a virtual workspace has put events already stays in
 * the default partition: slower to drop, not wrong. Safe to run twice at once.
 */
export async function makePartitions(sql: Sql, now = new Date()): Promise<void> {
  for (let ahead = 0; ahead <= AHEAD; ahead += 1) {
    const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead);
    const to = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1);
    await sql`select make_partition(${`events_${new Date(from).toISOString().slice(0, 7).replace('-', '_')}`}, ${from}::bigint, ${to}::bigint)`;
  }
}

/** How long the same message id is known (design.md §7.4), in days. */
const KEYS_DAYS = 35;

/** Forgets message ids that nobody repeats any more, a chunk at a time. Returns how many. */
export async function forgetOldKeys(sql: Sql, now: number, atMost = 10_000): Promise<number> {
  const gone = await sql`
    delete from event_keys where (workspace, message_id) in (
      select workspace, message_id from event_keys where accepted_at < ${now - KEYS_DAYS * 86_400_000}::bigint
         and workspace in (select id from workspaces where virtual_now is null)
       order by accepted_at limit ${atMost})
    returning 1`;
  return gone.length;
}
