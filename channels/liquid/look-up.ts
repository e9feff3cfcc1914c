import type { JsonValue } from '../../journey/base/json.ts';

/** Something that a template needs from outside: an item of a catalog, or a coupon code of the message's own. */
export type LookUp =
  | { readonly type: 'catalog'; readonly catalog: string; readonly key: string }
  | { readonly type: 'coupon'; readonly list: string };

/** The item that was found. `null` for an item that isn't there. A failure fails the message with the reason. */
export type Found = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

/** Results by the names of their look-ups. */
export type LookUps = Readonly<Record<string, Found>>;

export const nameOfLookUp = (lookUp: LookUp): string =>
  lookUp.type === 'catalog' ? `catalog ${lookUp.catalog}/${lookUp.key}` : `coupon ${lookUp.list}`;
