import type { JsonObject } from '../../journey/json.ts';
import type { Sql } from '../sql.ts';
import { type Seen, seenIn } from './seen.ts';

const PERSONS = 300;
/** Of their profiles: parsing more would keep everybody else waiting. */
const MOST_BYTES = 4_000_000;

/** Traits, from profiles that were taken as they came. */
export async function listTraits(sql: Sql, workspace: string): Promise<readonly Seen[]> {
  const rows = await sql<{ profile: JsonObject }>`
    select profile
      from (select profile, sum(octet_length(profile::text)) over (rows unbounded preceding) as so_far
              from (select profile from persons where workspace = ${workspace} limit ${PERSONS}) as found) as measured
     where so_far <= ${MOST_BYTES}`;
  return seenIn(rows.map(({ profile }) => profile));
}
