import type { PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** Characters of a user's mark. */
const MARK = 16;

/**
 * Returns what stands for a user in the keys of test messages that show their profile: `test.<mark>.<uuid>`. Nobody can
 * read the user ID from it, since it is hashed with the workspace's secret.
 */
export async function findUserMark(
  sql: Sql,
  workspace: WorkspaceId,
  userId: string | undefined,
): Promise<string | undefined> {
  if (userId === undefined) return undefined;
  const [row] = await sql<{ mark: string }>`select left(address_hash(${workspace}, ${userId}), ${MARK}::int) as mark`;
  return row?.mark;
}

/** Deletes caught test messages that show a user's profile. Call it before the user's identities are deleted. */
export const deleteTestsOf = (sql: Sql, { workspace, person }: PersonRef) => sql`
  delete from inbox where workspace = ${workspace} and key = any(array(
    select key from inbox where workspace = ${workspace} and key like 'test.%' and split_part(key, '.', 2) = any(array(
      select left(address_hash(${workspace}, value), ${MARK}::int) from identities
       where workspace = ${workspace} and person = ${person}))))`;
