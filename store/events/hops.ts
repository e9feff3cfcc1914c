import type { Instance } from '../../journey/engine/apply.ts';
import type { Sql } from '../base/sql.ts';

/**
 * Returns the most hops of the events that a decision read. For a decision without earlier ones, the entry's event
 * counts.
 */
export async function readHops(sql: Sql, before: Instance, { workspace, person, readTo }: Instance): Promise<number> {
  const from = before.step === 0 ? before.readTo : before.readTo + 1;
  const [row] = await sql<{ hops: number | null }>`
    select max(hops) as hops from events
     where workspace = ${workspace} and person = ${person} and position between ${from} and ${readTo}`;
  return row?.hops ?? 0;
}
