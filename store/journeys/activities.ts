import type { RegisteredActivity } from '../../journey/nodes/registered.ts';
import type { Sql } from '../base/sql.ts';

/** What no worker has had for so long is forgotten: until then an old worker that is being replaced may still be needed. */
const FORGET_AFTER = '7 days';

/** Told by each worker at its start, and from time to time; the last one to say it is right. */
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

/** By name. */
export async function listActivities(sql: Sql): Promise<readonly ActivityLine[]> {
  const rows = await sql<{ told: RegisteredActivity; seenAt: Date }>`
    select told, seen_at as "seenAt" from activities order by name`;
  return rows.map(({ told, seenAt }) => ({ ...told, seenAt: new Date(seenAt).toISOString() }));
}
