import type { WorkspaceId } from '../../journey/base/ids.ts';
import { isTimeZone } from '../../journey/time/time.ts';
import { type Part, part, type Sql } from '../base/sql.ts';

/** Returns the valid time zones among the profiles of persons (alias `p` in `among`). */
export async function findZones(
  sql: Sql,
  workspace: WorkspaceId,
  among: Part = part`true`,
): Promise<readonly string[]> {
  const rows = await sql<{ zone: string }>`
    select distinct p.profile ->> 'timezone' as zone from persons p
     where p.workspace = ${workspace} and jsonb_typeof(p.profile -> 'timezone') = 'string' and ${among}`;
  return rows.map(({ zone }) => zone).filter(isTimeZone);
}
