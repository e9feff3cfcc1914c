import type { WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { Sql } from '../base/sql.ts';

export interface CouponList {
  readonly id: string;
  readonly name: string;
  readonly lowAt: number;
  /** Number of codes that are still available. */
  readonly remaining: number;
  readonly drawn: number;
}

export const listCouponLists = (
  sql: Sql,
  { workspace, after = '', limit }: { workspace: WorkspaceId; after?: string | undefined; limit: number },
): Promise<readonly CouponList[]> => sql<CouponList>`
  select l.id, l.name, l.low_at as "lowAt",
         (select count(*) from coupon_codes c
           where c.workspace = l.workspace and c.list = l.id and c.message_key is null) as remaining,
         (select count(*) from coupon_codes c
           where c.workspace = l.workspace and c.list = l.id and c.message_key is not null) as drawn
    from coupon_lists l where l.workspace = ${workspace} and l.deleted_at is null and l.id > ${after}
   order by l.id limit ${limit}`;

/** Creates a list, or changes its name and its low mark. A deleted list returns with the codes drawn from it. */
export const putCouponList = (
  sql: Sql,
  { workspace, id, name, lowAt }: { workspace: WorkspaceId; id: string; name: string; lowAt: number },
) => sql`
  insert into coupon_lists (workspace, id, name, low_at) values (${workspace}, ${id}, ${name}, ${lowAt})
  on conflict (workspace, id) do update
    set name = excluded.name, low_at = excluded.low_at, deleted_at = null`;

/**
 * Deletes a list and its available codes. Messages that use it fail from then on. Drawn codes remain, so that they go
 * to no other message if the list is created and filled again.
 */
export async function deleteCouponList(
  sql: Sql,
  { workspace, id }: { readonly workspace: WorkspaceId; readonly id: string },
): Promise<Result<true>> {
  const rows = await sql<{ id: string }>`
    update coupon_lists set deleted_at = now() where workspace = ${workspace} and id = ${id} and deleted_at is null
    returning id`;
  if (rows.length === 0) return refuseNoCouponList(id);
  await sql`delete from coupon_codes where workspace = ${workspace} and list = ${id} and message_key is null`;
  return ok(true);
}

/** Returns whether a list is low or empty; undefined if it doesn't exist. Reads no more codes than necessary. */
export async function findCouponState(
  sql: Sql,
  { workspace, list }: { readonly workspace: WorkspaceId; readonly list: string },
): Promise<CouponState | undefined> {
  const [row] = await sql<{ lowAt: number; remaining: number }>`
    select l.low_at as "lowAt",
           (select count(*) from (
              select from coupon_codes c
               where c.workspace = l.workspace and c.list = l.id and c.message_key is null limit l.low_at + 1) f
           ) as remaining
      from coupon_lists l where l.workspace = ${workspace} and l.id = ${list} and l.deleted_at is null`;
  return row && couponStateOf(row);
}

export type CouponState = 'ok' | 'low' | 'empty';

export const couponStateOf = ({ remaining, lowAt }: Pick<CouponList, 'remaining' | 'lowAt'>): CouponState =>
  remaining === 0 ? 'empty' : remaining < lowAt ? 'low' : 'ok';

/**
 * Adds codes. Returns the number of new codes, since a list has each code once, drawn codes included. Locks the list,
 * so that two imports at once wait for each other instead of ending in a deadlock.
 */
export async function addCodes(
  sql: Sql,
  { workspace, list }: { readonly workspace: WorkspaceId; readonly list: string },
  codes: readonly string[],
): Promise<number> {
  const rows = await sql<{ code: string }>`
    with locked as (
      select from coupon_lists
       where workspace = ${workspace} and id = ${list} and deleted_at is null for no key update
    )
    insert into coupon_codes (workspace, list, code)
    select ${workspace}, ${list}, code from locked, unnest(${codes}::text[]) as code
    on conflict do nothing returning code`;
  return rows.length;
}

interface Draw {
  readonly workspace: WorkspaceId;
  readonly list: string;
  /** The message's key. */
  readonly key: string;
}

type Drawn = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

/**
 * Draws a code for a message. The same message always gets the same code, and no other message gets it. A code is never
 * released, even if its message fails.
 */
export async function drawCoupon(sql: Sql, { workspace, list, key }: Draw): Promise<Drawn> {
  const [row] = await sql<{ code: string | null; exists: boolean }>`
    with live as materialized (
      select from coupon_lists where workspace = ${workspace} and id = ${list} and deleted_at is null
    ), known as (
      select code from coupon_codes, live where workspace = ${workspace} and list = ${list} and message_key = ${key}
    ), free as (
      select code from coupon_codes
       where workspace = ${workspace} and list = ${list} and message_key is null
         and exists (select from live) and not exists (select from known)
       order by n limit 1 for update skip locked
    ), drawn as (
      update coupon_codes c set message_key = ${key}, drawn_at = clock_timestamp()
        from free where c.workspace = ${workspace} and c.list = ${list} and c.code = free.code
      returning c.code
    )
    select coalesce((select code from known), (select code from drawn)) as code,
           exists (select from live) as exists`;
  if (typeof row?.code === 'string') return { ok: true, value: row.code };
  const name = list.slice(0, 60);
  return {
    ok: false,
    reason: row?.exists ? `coupon list "${name}" is empty` : `there is no coupon list "${name}"`,
  };
}

export const refuseNoCouponList = (id: string) =>
  refuse('coupon-list-not-found', `there is no coupon list "${id}"`, 'list them with GET /v1/coupons');
