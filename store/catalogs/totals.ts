import type { WorkspaceId } from '../../journey/base/ids.ts';
import { CATALOG_BYTES, CATALOG_ITEMS, COUPON_CODES } from '../../journey/base/limits.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { Sql } from '../base/sql.ts';

/**
 * Refuses if the workspace stores more catalog items than allowed. Call it in the transaction that adds items, and roll
 * that back: imports at once change the same totals, so each of them sees the others' items.
 */
export async function checkCatalogTotals(sql: Sql, workspace: WorkspaceId): Promise<Result<undefined>> {
  const { items, bytes } = await readTotals(sql, workspace);
  if (items > CATALOG_ITEMS)
    return refuse(
      'catalogs-full',
      `the workspace’s catalogs would have ${items} items, more than ${CATALOG_ITEMS}. The rows before are stored.`,
      'delete catalogs or items that no template needs',
    );
  if (bytes > CATALOG_BYTES)
    return refuse(
      'catalogs-full',
      `the workspace’s catalogs would have ${bytes} bytes, more than ${CATALOG_BYTES}. The rows before are stored.`,
      'delete catalogs or items that no template needs, or leave out columns',
    );
  return ok(undefined);
}

/** Refuses if the workspace stores more coupon codes than allowed. Call it like `checkCatalogTotals`. */
export async function checkCouponTotals(sql: Sql, workspace: WorkspaceId): Promise<Result<undefined>> {
  const { codes } = await readTotals(sql, workspace);
  return codes > COUPON_CODES
    ? refuse(
        'coupons-full',
        `the workspace’s coupon lists would have ${codes} codes, more than ${COUPON_CODES}. The rows before are stored.`,
        'delete lists that no template needs. Drawn codes remain and count.',
      )
    : ok(undefined);
}

interface Totals {
  readonly items: number;
  readonly bytes: number;
  readonly codes: number;
}

async function readTotals(sql: Sql, workspace: WorkspaceId): Promise<Totals> {
  const [row] = await sql<Totals>`select items, bytes, codes from catalog_totals where workspace = ${workspace}`;
  return row ?? { items: 0, bytes: 0, codes: 0 };
}
