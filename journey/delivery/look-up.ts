import { assertNever } from '../base/assert-never.ts';
import type { JsonValue } from '../base/json.ts';

/** A template's need: an item of a catalog, JSON of a server, or a coupon code of its own. */
export type LookUp =
  | { readonly type: 'catalog'; readonly catalog: string; readonly key: string }
  | { readonly type: 'fetch'; readonly url: string; readonly cacheMs: number }
  | { readonly type: 'coupon'; readonly list: string };

/** The item that was found. `null` for an item that isn't there. A failure fails the message with the reason. */
export type Found =
  | { readonly ok: true; readonly value: JsonValue }
  /** `isPassing`: a later attempt may succeed. */
  | { readonly ok: false; readonly reason: string; readonly isPassing?: true };

/** Results by the names of their look-ups. */
export type LookUps = Readonly<Record<string, Found>>;

export function nameOfLookUp(lookUp: LookUp): string {
  switch (lookUp.type) {
    case 'catalog':
      return `catalog ${lookUp.catalog}/${lookUp.key}`;
    case 'fetch':
      return `fetch ${lookUp.url}`;
    case 'coupon':
      return `coupon ${lookUp.list}`;
    default:
      return assertNever(lookUp);
  }
}
