import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { Slug, type WorkspaceId } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import { recordAudit } from '../../store/access/audit.ts';
import type { Database, Sql } from '../../store/base/sql.ts';
import {
  deleteCatalog,
  deleteItem,
  findItem,
  hasCatalog,
  listCatalogs,
  putCatalog,
  putItems,
  refuseNoCatalog,
} from '../../store/catalogs/catalogs.ts';
import { checkCatalogTotals } from '../../store/catalogs/totals.ts';
import { createKeyedReader } from '../list-rows.ts';
import { LIST_TYPES, ListQuery } from '../lists/file-format.ts';
import { Imported, importRows } from '../lists/import-rows.ts';
import { CATALOG_ITEMS } from '../lists/kinds.ts';
import { openRecords } from '../lists/records.ts';
import { Cursor, Limit, Next, Text, Time } from '../paging.ts';
import { denyRefused } from '../problem.ts';
import { answer, type Route, type RouteResult, refusal, route, uploadRoute } from '../route.ts';

export interface CatalogPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
}

const Params = z.strictObject({ id: Slug });
const ItemParams = z.strictObject({ id: Slug, key: Text(MOST.id) });
const View = z.object({ id: z.string(), name: z.string(), items: z.int(), updatedAt: Time }).meta({ id: 'Catalog' });
const Page = z.object({ catalogs: z.array(View), next: Next }).meta({ id: 'CatalogPage' });
const Item = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }).meta({ id: 'CatalogItem' });
const Id = z.object({ id: z.string() });

const tag = 'Templates';

export const catalogRoutes = ({ database }: CatalogPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/catalogs',
      name: 'listCatalogs',
      tag,
      access: 'read',
      summary: 'List catalogs with their item counts',
      isHeavy: true,
      query: z.strictObject({ limit: Limit, cursor: Cursor }),
      answer: Page,
    },
    async ({ query: { limit, cursor }, caller: { workspace } }) => {
      const found = await listCatalogs(database.sql, { workspace, after: cursor, limit: limit + 1 });
      const catalogs = found.slice(0, limit);
      return answer({ catalogs, next: found.length > limit ? (catalogs.at(-1)?.id ?? null) : null });
    },
  ),
  route(
    {
      method: 'put',
      path: '/v1/catalogs/:id',
      name: 'putCatalog',
      tag,
      access: 'author',
      summary: 'Create or rename a catalog',
      params: Params,
      body: z.strictObject({ name: text(MOST.name, { min: 1 }) }),
      answer: Id.meta({ id: 'CatalogWritten' }),
    },
    ({ params: { id }, body: { name }, caller: { workspace, key: actor } }) =>
      database.transaction(async (sql) => {
        await putCatalog(sql, { workspace, id, name });
        await recordAudit(sql, { workspace, actor, action: 'catalog.put', about: { catalog: id } });
        return answer({ id });
      }),
  ),
  route(
    {
      method: 'delete',
      path: '/v1/catalogs/:id',
      name: 'deleteCatalog',
      tag,
      access: 'author',
      summary: 'Delete a catalog and its items',
      description: 'Messages whose templates use the catalog fail from then on.',
      params: Params,
      answer: Id.meta({ id: 'CatalogDeleted' }),
      refusals: ['catalog-not-found'],
    },
    ({ params: { id }, caller: { workspace, key: actor } }) =>
      database.transaction(async (sql) => {
        const deleted = await deleteCatalog(sql, { workspace, id });
        if (!deleted.ok) return deleted;
        await recordAudit(sql, { workspace, actor, action: 'catalog.delete', about: { catalog: id } });
        return answer({ id });
      }),
  ),
  ...itemRoutes({ database }),
];

const itemRoutes = ({ database, database: { sql } }: CatalogPorts): readonly Route[] => [
  uploadRoute(
    {
      method: 'post',
      path: '/v1/catalogs/:id/items',
      name: 'importCatalogItems',
      tag,
      access: 'author',
      summary: 'Add or replace items in a catalog',
      description:
        'CSV with a header, or NDJSON. The column `key` names the item, and the other columns are its fields. Items that aren’t in the upload are kept. Unreadable rows are listed, and the other rows are imported.',
      params: Params,
      query: ListQuery,
      takes: LIST_TYPES,
      answer: Imported,
      refusals: ['catalog-not-found', 'catalogs-full'],
    },
    async ({ params: { id }, query, upload, caller: { workspace, key: actor } }) => {
      const catalog = { workspace, id };
      if (!(await hasCatalog(sql, catalog))) return refuseNoCatalog(id);
      const records = openRecords(upload, query, CATALOG_ITEMS);
      const imported = await importRows(records, createKeyedReader('key', records.type), (items) =>
        database.transaction(async (own) => {
          await putItems(own, catalog, items);
          denyRefused(await checkCatalogTotals(own, workspace));
          return items.length;
        }),
      );
      const about = { catalog: id, rows: imported.rows, changed: imported.changed, refused: imported.refused };
      await recordAudit(sql, { workspace, actor, action: 'catalog.import', about });
      return answer(imported);
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/catalogs/:id/items/:key',
      name: 'getCatalogItem',
      tag,
      access: 'read',
      summary: 'Get a catalog item',
      params: ItemParams,
      answer: Item,
      refusals: ['catalog-not-found', 'item-not-found'],
    },
    async ({ params: { id, key }, caller: { workspace } }) => {
      const value = await findItem(sql, { workspace, id, key });
      return value ? answer({ key, value: { ...value } }) : refuseNoItem(sql, { workspace, id, key });
    },
  ),
  route(
    {
      method: 'delete',
      path: '/v1/catalogs/:id/items/:key',
      name: 'deleteCatalogItem',
      tag,
      access: 'author',
      summary: 'Delete a catalog item',
      params: ItemParams,
      answer: z.object({ key: z.string() }).meta({ id: 'CatalogItemDeleted' }),
      refusals: ['catalog-not-found', 'item-not-found'],
    },
    ({ params: { id, key }, caller: { workspace, key: actor } }) =>
      database.transaction(async (own) => {
        if (!(await deleteItem(own, { workspace, id, key }))) return refuseNoItem(own, { workspace, id, key });
        await recordAudit(own, { workspace, actor, action: 'catalog.remove', about: { catalog: id, item: key } });
        return answer({ key });
      }),
  ),
];

/** Refuses an item that isn't there, or names the catalog that isn't there. */
async function refuseNoItem(
  sql: Sql,
  { workspace, id, key }: { readonly workspace: WorkspaceId; readonly id: string; readonly key: string },
): Promise<RouteResult<never>> {
  if (!(await hasCatalog(sql, { workspace, id }))) return refuseNoCatalog(id);
  const message = `catalog "${id}" has no item "${key}"`;
  return refusal('item-not-found', message, `add it with POST /v1/catalogs/${id}/items`);
}
