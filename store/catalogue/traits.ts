import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Sql } from '../base/sql.ts';
import { type Seen, seenIn } from './seen.ts';

const PERSONS = 300;
/** Bytes of profiles that one read parses: more would keep other requests waiting. */
const MOST_BYTES = 4_000_000;

/** Lists traits found in the profiles that changed last. */
export async function listTraits(sql: Sql, workspace: WorkspaceId): Promise<readonly Seen[]> {
  const rows = await sql<{ profile: JsonObject }>`
    select profile
      from (select profile,
            sum(octet_length(profile::text)) over (order by updated_at desc rows unbounded preceding) as so_far
              from (select profile, updated_at from persons
                     where workspace = ${workspace} and profile <> '{}'
                       order by updated_at desc limit ${PERSONS}) as found) as measured
     where so_far <= ${MOST_BYTES}`;
  return seenIn(rows.map(({ profile }) => profile));
}
