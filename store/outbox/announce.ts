import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** Asks the forwarder to look at a person's instances, whether or not there are events. */
export const announce = (sql: Sql, { workspace, person }: PersonRef) => sql`select announce(${workspace}, ${person})`;

/** Like `announce` for several persons of one workspace. Call it under their locks. */
export async function announceAll(sql: Sql, who: readonly PersonRef[]): Promise<void> {
  if (who.length === 0) return;
  await sql`
    select announce(${who[0]?.workspace}, person)
      from (select person from unnest(${who.map(({ person }) => person)}::text[]) as p (person) order by person) p`;
}

/** Users per statement, so that no statement runs long. */
const CHUNK = 500;

/**
 * Asks the forwarder to look at each of these users. Writes one row at a time, so that the job never waits for one
 * user's row while it holds another's (store/base/locks.ts). Don't call it within a transaction. Returns the number of
 * users.
 */
export async function announceEach(
  sql: Sql,
  persons: readonly { readonly workspace: WorkspaceId; readonly person: PersonId }[],
  { isBulk }: { readonly isBulk: boolean },
): Promise<number> {
  for (let from = 0; from < persons.length; from += CHUNK) {
    const some = persons.slice(from, from + CHUNK);
    await sql`
      call announce_each(${some.map(({ workspace }) => workspace)}::text[], ${some.map(({ person }) => person)}::text[],
                         ${isBulk}::boolean)`;
  }
  return persons.length;
}

/**
 * Asks the forwarder to look at events of a person again, one by one. With `isBulk`, live events go first. Call it
 * under the person's lock.
 */
export async function announceEvents(
  sql: Sql,
  { workspace, person }: PersonRef,
  positions: readonly number[],
  { isBulk = false }: { readonly isBulk?: boolean } = {},
): Promise<void> {
  if (positions.length === 0) return;
  await sql`
    insert into outbox_events (workspace, person, position)
    select ${workspace}, ${person}, position from unnest(${positions}::bigint[]) as e (position) order by position
    on conflict (workspace, person, position) do update set attempts = 0, retry_at = excluded.retry_at`;
  await sql`select announce(${workspace}, ${person}, ${isBulk})`;
}
