import type { PersonRef } from '../journey/ids.ts';
import type { Sql } from './sql.ts';

/** Events of a person are looked at once more. Called under the person's lock. */
export async function announceEvents(
  sql: Sql,
  { workspace, person }: PersonRef,
  positions: readonly number[],
): Promise<void> {
  if (positions.length === 0) return;
  await sql`
    insert into outbox (workspace, person, position)
    select ${workspace}, ${person}, position from unnest(${positions}::bigint[]) as e (position) order by position`;
}
