import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { Slug } from '../../journey/base/ids.ts';
import { MOST } from '../../journey/base/limits.ts';
import { recordAudit } from '../../store/access/audit.ts';
import type { Database } from '../../store/base/sql.ts';
import {
  addCodes,
  type CouponList,
  couponStateOf,
  deleteCouponList,
  findCouponState,
  listCouponLists,
  putCouponList,
  refuseNoCouponList,
} from '../../store/catalogs/coupons.ts';
import { checkCouponTotals } from '../../store/catalogs/totals.ts';
import { createKeyedReader } from '../list-rows.ts';
import { LIST_TYPES, ListQuery } from '../lists/file-format.ts';
import { Imported, importRows } from '../lists/import-rows.ts';
import { COUPON_CODES } from '../lists/kinds.ts';
import { openRecords } from '../lists/records.ts';
import { Cursor, Limit, Next } from '../paging.ts';
import { denyRefused } from '../problem.ts';
import { answer, type Route, route, uploadRoute } from '../route.ts';

export interface CouponPorts {
  readonly database: Pick<Database, 'sql' | 'transaction'>;
}

const DEFAULT_LOW = 100;
const MOST_LOW = 1_000_000;

const Params = z.strictObject({ id: Slug });
const View = z
  .object({
    id: z.string(),
    name: z.string(),
    lowAt: z.int(),
    remaining: z.int().describe('Codes that are still available'),
    drawn: z.int(),
    state: z.enum(['ok', 'low', 'empty']),
  })
  .meta({ id: 'CouponList' });
const Page = z.object({ lists: z.array(View), next: Next }).meta({ id: 'CouponListPage' });
const Id = z.object({ id: z.string() });

const tag = 'Templates';

export const couponRoutes = ({ database, database: { sql } }: CouponPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/coupons',
      name: 'listCouponLists',
      tag,
      access: 'read',
      summary: 'List coupon lists with their number of available codes',
      isHeavy: true,
      query: z.strictObject({ limit: Limit, cursor: Cursor }),
      answer: Page,
    },
    async ({ query: { limit, cursor }, caller: { workspace } }) => {
      const found = await listCouponLists(sql, { workspace, after: cursor, limit: limit + 1 });
      const lists = found.slice(0, limit).map(viewOf);
      return answer({ lists, next: found.length > limit ? (lists.at(-1)?.id ?? null) : null });
    },
  ),
  route(
    {
      method: 'put',
      path: '/v1/coupons/:id',
      name: 'putCouponList',
      tag,
      access: 'author',
      summary: 'Create or change a coupon list',
      params: Params,
      body: z.strictObject({
        name: text(MOST.name, { min: 1 }),
        lowAt: z
          .int()
          .min(0)
          .max(MOST_LOW)
          .default(DEFAULT_LOW)
          .describe('The list is low when fewer codes are available'),
      }),
      answer: Id.meta({ id: 'CouponListWritten' }),
    },
    ({ params: { id }, body, caller: { workspace, key: actor } }) =>
      database.transaction(async (own) => {
        await putCouponList(own, { workspace, id, ...body });
        await recordAudit(own, { workspace, actor, action: 'coupons.put', about: { list: id } });
        return answer({ id });
      }),
  ),
  importRoute({ database }),
  route(
    {
      method: 'delete',
      path: '/v1/coupons/:id',
      name: 'deleteCouponList',
      tag,
      access: 'author',
      summary: 'Delete a coupon list and its available codes',
      description:
        'Messages whose templates use the list fail from then on. Drawn codes remain: if you create the list again and import the same codes, no drawn code goes to another message.',
      params: Params,
      answer: Id.meta({ id: 'CouponListDeleted' }),
      refusals: ['coupon-list-not-found'],
    },
    ({ params: { id }, caller: { workspace, key: actor } }) =>
      database.transaction(async (own) => {
        const deleted = await deleteCouponList(own, { workspace, id });
        if (!deleted.ok) return deleted;
        await recordAudit(own, { workspace, actor, action: 'coupons.delete', about: { list: id } });
        return answer({ id });
      }),
  ),
];

const importRoute = ({ database, database: { sql } }: CouponPorts): Route =>
  uploadRoute(
    {
      method: 'post',
      path: '/v1/coupons/:id/codes',
      name: 'importCoupons',
      tag,
      access: 'author',
      summary: 'Add codes to a coupon list',
      description:
        'CSV with a column `code`, or NDJSON. Codes that are already in the list don’t change, so you can repeat an upload. The same goes for codes that were drawn before the list was deleted and created again.',
      params: Params,
      query: ListQuery,
      takes: LIST_TYPES,
      answer: Imported,
      refusals: ['coupon-list-not-found', 'coupons-full'],
    },
    async ({ params: { id: list }, query, upload, caller: { workspace, key: actor } }) => {
      if (!(await findCouponState(sql, { workspace, list }))) return refuseNoCouponList(list);
      const records = openRecords(upload, query, COUPON_CODES);
      const add = (codes: readonly string[]) =>
        database.transaction(async (own) => {
          const added = await addCodes(own, { workspace, list }, codes);
          denyRefused(await checkCouponTotals(own, workspace));
          return added;
        });
      const read = createKeyedReader('code', records.type);
      const imported = await importRows(records, read, (items) => add(items.map(({ key }) => key)));
      const about = { list, rows: imported.rows, changed: imported.changed, refused: imported.refused };
      await recordAudit(sql, { workspace, actor, action: 'coupons.import', about });
      return answer(imported);
    },
  );

const viewOf = (list: CouponList): z.infer<typeof View> => ({
  ...list,
  state: couponStateOf(list),
});
