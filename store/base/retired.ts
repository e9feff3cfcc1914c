import type { Sql } from './sql.ts';

/** What has numbered versions and can be deleted. */
export type Retirable = 'segment' | 'draft';

interface Numbered {
  readonly workspace: string;
  readonly kind: Retirable;
  readonly id: string;
}

/** Keeps the last number of what is being deleted. In the transaction that deletes it, under its lock. */
export const retire = (sql: Sql, { workspace, kind, id }: Numbered, version: number) => sql`
  insert into retired as r (workspace, kind, id, version) values (${workspace}, ${kind}, ${id}, ${version})
  on conflict (workspace, kind, id) do update set version = greatest(r.version, excluded.version)`;

/** The last number that was used before it was deleted; 0: never deleted. What is defined under the id goes on from there. */
export async function lastRetired(sql: Sql, { workspace, kind, id }: Numbered): Promise<number> {
  const [row] = await sql<{ version: number }>`
    select version from retired where workspace = ${workspace} and kind = ${kind} and id = ${id}`;
  return row?.version ?? 0;
}
