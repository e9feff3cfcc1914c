import type { JsonObject } from '../../journey/json.ts';
import type { Sql } from '../sql.ts';
import { type Seen, seenIn } from './seen.ts';

const PERSONS = 300;

/** Traits, from profiles that were taken as they came. */
export async function listTraits(sql: Sql, workspace: string): Promise<readonly Seen[]> {
  const rows = await sql<{ profile: JsonObject }>`
    select profile from persons where workspace = ${workspace} limit ${PERSONS}`;
  return seenIn(rows.map(({ profile }) => profile));
}
