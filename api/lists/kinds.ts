import type { ListKind } from './columns.ts';

const takeAny = (): undefined => undefined;

/** Consents: columns that aren't read become proof. */
export const CONSENTS: ListKind = {
  column: 'userId',
  aliases: ['userid', 'externalid', 'customerid', 'id'],
  brokenOffFix: 'send it again: rows that are already stored change nothing',
  unmapped: '',
  targetFlaw: takeAny,
};

const ADDRESS_FIELDS: readonly string[] = ['address', 'channel', 'reason', 'detail', 'until'];

/** Suppressed addresses: columns that aren't read are ignored. */
export const ADDRESSES: ListKind = {
  column: 'address',
  brokenOffFix: 'send it again: addresses that are already suppressed don’t change',
  unmapped: '',
  targetFlaw: (target) => (ADDRESS_FIELDS.includes(target) ? undefined : `use ${ADDRESS_FIELDS.join(', ')} or ignore`),
};

/** Items of a catalog: columns are fields of the item. */
export const CATALOG_ITEMS: ListKind = {
  ...{ column: 'key', brokenOffFix: 'send it again: items that are already stored are replaced', unmapped: '' },
  targetFlaw: takeAny,
};

/** Coupon codes: other columns are ignored. */
export const COUPON_CODES: ListKind = {
  ...{ column: 'code', brokenOffFix: 'send it again: codes that are already in the list don’t change', unmapped: '' },
  targetFlaw: () => 'use code or ignore',
};
