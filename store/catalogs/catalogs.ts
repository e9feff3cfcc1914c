import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { Sql } from '../base/sql.ts';

export interface Catalog {
  readonly id: string;
  readonly name: string;
  readonly items: number;
  readonly updatedAt: string;
}

export const listCatalogs = (
  sql: Sql,
  { workspace, after = '', limit }: { workspace: WorkspaceId; after?: string | undefined; limit: number },
): Promise<readonly Catalog[]> => sql<Catalog>`
  select c.id, c.name, c.updated_at as "updatedAt",
         (select count(*) from catalog_items i where i.workspace = c.workspace and i.catalog = c.id) as items
    from catalogs c where c.workspace = ${workspace} and c.id > ${after} order by c.id limit ${limit}`;

/** Creates or renames a catalog. */
export const putCatalog = (
  sql: Sql,
  { workspace, id, name }: { readonly workspace: WorkspaceId; readonly id: string; readonly name: string },
) => sql`
  insert into catalogs (workspace, id, name) values (${workspace}, ${id}, ${name})
  on conflict (workspace, id) do update set name = excluded.name, updated_at = now()`;

interface CatalogRef {
  readonly workspace: WorkspaceId;
  readonly id: string;
}

/** Deletes a catalog and its items. Messages that use it fail from then on. */
export async function deleteCatalog(sql: Sql, { workspace, id }: CatalogRef): Promise<Result<true>> {
  const rows = await sql<{ id: string }>`
    delete from catalogs where workspace = ${workspace} and id = ${id} returning id`;
  return rows.length > 0 ? ok(true) : refuseNoCatalog(id);
}

/** Returns whether the catalog exists. */
export async function hasCatalog(sql: Sql, { workspace, id }: CatalogRef): Promise<boolean> {
  const rows = await sql`select from catalogs where workspace = ${workspace} and id = ${id}`;
  return rows.length > 0;
}

/**
 * Adds items, or replaces items with the same key. If a key is repeated, the last item wins. Locks the catalog, so that
 * two imports at once wait for each other instead of ending in a deadlock.
 */
export async function putItems(
  sql: Sql,
  { workspace, id }: CatalogRef,
  items: readonly { readonly key: string; readonly value: JsonObject }[],
): Promise<void> {
  const byKey = [...new Map(items.map((item) => [item.key, item])).values()];
  await sql`
    with locked as (
      update catalogs set updated_at = now() where workspace = ${workspace} and id = ${id} returning id
    )
    insert into catalog_items (workspace, catalog, key, value)
    select ${workspace}, ${id}, key, value
      from locked, unnest(${byKey.map(({ key }) => key)}::text[], ${byKey.map(({ value }) => JSON.stringify(value))}::jsonb[])
           as a(key, value)
    on conflict (workspace, catalog, key) do update set value = excluded.value`;
}

/** Returns an item's value; undefined if there is none. */
export async function findItem(
  sql: Sql,
  { workspace, id, key }: CatalogRef & { readonly key: string },
): Promise<JsonObject | undefined> {
  const [row] = await sql<{ value: JsonObject }>`
    select value from catalog_items where workspace = ${workspace} and catalog = ${id} and key = ${key}`;
  return row?.value;
}

/** Deletes an item. Returns false if it doesn't exist. */
export async function deleteItem(
  sql: Sql,
  { workspace, id, key }: CatalogRef & { readonly key: string },
): Promise<boolean> {
  const rows = await sql`
    delete from catalog_items where workspace = ${workspace} and catalog = ${id} and key = ${key} returning key`;
  return rows.length > 0;
}

export const refuseNoCatalog = (id: string) =>
  refuse('catalog-not-found', `there is no catalog "${id}"`, 'list them with GET /v1/catalogs');
