import type { RegisteredActivity } from '../../journey/nodes/registered.ts';
import type { Sql } from '../base/sql.ts';

/** When to forget an activity that no worker has. Until then an old worker that is being replaced may still need it. */
const FORGET_AFTER = '7 days';

/**
 * Registers the activities that a worker has. Each worker calls it when it starts and periodically; the last call wins.
 */
export async function registerActivities(sql: Sql, told: readonly RegisteredActivity[]): Promise<void> {
  await sql`
    insert into activities (name, told)
    select value ->> 'name', value from jsonb_array_elements(${JSON.stringify(told)}::jsonb)
    on conflict (name) do update set told = excluded.told, seen_at = now()`;
  await sql`delete from activities where seen_at < now() - ${FORGET_AFTER}::interval`;
}

export interface ActivityLine extends RegisteredActivity {
  /** ISO 8601, UTC. */
  readonly seenAt: string;
}

/** Lists registered activities by name. */
export async function listActivities(sql: Sql): Promise<readonly ActivityLine[]> {
  const rows = await sql<{ told: RegisteredActivity; seenAt: string }>`
    select told, seen_at as "seenAt" from activities order by name`;
  return rows.map(({ told, seenAt }) => ({ ...told, seenAt }));
}
