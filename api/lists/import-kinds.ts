import type { ListKind } from './columns.ts';
import { ADDRESSES, CATALOG_ITEMS, CONSENTS, COUPON_CODES } from './kinds.ts';
import { USER_LIST, USERS } from './user-targets.ts';

/** Everything that can be imported from a file. */
export const IMPORT_KINDS = {
  list: USER_LIST,
  users: USERS,
  consents: CONSENTS,
  suppressions: ADDRESSES,
  catalog: CATALOG_ITEMS,
  coupons: COUPON_CODES,
} as const satisfies Record<string, ListKind>;

export type ImportKind = keyof typeof IMPORT_KINDS;
