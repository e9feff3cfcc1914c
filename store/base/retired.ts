import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from './sql.ts';

/** Kinds of objects with numbered versions that can be deleted. */
export type Retirable = 'segment' | 'draft' | 'template';

interface Numbered {
  readonly workspace: WorkspaceId;
  readonly kind: Retirable;
  readonly id: string;
}

/**
 * Stores the last version of an object that is being deleted. Call it in the transaction that deletes the object, under
 * its lock.
 */
export const keepRetiredVersion = (sql: Sql, { workspace, kind, id }: Numbered, version: number) => sql`
  insert into retired as r (workspace, kind, id, version) values (${workspace}, ${kind}, ${id}, ${version})
  on conflict (workspace, kind, id) do update set version = greatest(r.version, excluded.version)`;

/**
 * Returns the last version that was used before the object was deleted, or 0 if it never was. A new object with the
 * same id continues from there.
 */
export async function findRetiredVersion(sql: Sql, { workspace, kind, id }: Numbered): Promise<number> {
  const [row] = await sql<{ version: number }>`
    select version from retired where workspace = ${workspace} and kind = ${kind} and id = ${id}`;
  return row?.version ?? 0;
}
