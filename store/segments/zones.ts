import type { WorkspaceId } from '../../journey/base/ids.ts';
import { ZONE_TRAITS } from '../../journey/people/profile.ts';
import { readZone } from '../../journey/time/time.ts';
import { type Part, part, type Sql } from '../base/sql.ts';

/** Returns the texts in the profiles of persons (alias `p` in `among`) that mean a time zone, as they are written. */
export async function findZones(
  sql: Sql,
  workspace: WorkspaceId,
  among: Part = part`true`,
): Promise<readonly string[]> {
  const rows = await sql<{ zone: string }>`
    select distinct p.profile ->> t.trait as zone from persons p cross join unnest(${ZONE_TRAITS}::text[]) as t (trait)
     where p.workspace = ${workspace} and jsonb_typeof(p.profile -> t.trait) = 'string' and ${among}`;
  return rows.map(({ zone }) => zone).filter((zone) => readZone(zone) !== undefined);
}
