import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonValue } from '../../journey/base/json.ts';
import { type Found, type LookUp, type LookUps, nameOfLookUp } from '../../journey/delivery/look-up.ts';
import type { Sql } from '../base/sql.ts';
import { drawCoupon } from './coupons.ts';

/** A look-up that the database answers. */
type StoredLookUp = Extract<LookUp, { readonly type: 'catalog' | 'coupon' }>;

interface ForMessage {
  readonly workspace: WorkspaceId;
  /** The message's key. Attempts of one message draw the same coupon. */
  readonly key: string;
}

/** Resolves the look-ups of one message that the database answers. Results have the names of `nameOfLookUp`. */
export async function resolveLookUps(sql: Sql, message: ForMessage, wanted: readonly StoredLookUp[]): Promise<LookUps> {
  const catalogs = wanted.filter((each) => each.type === 'catalog');
  const coupons = wanted.filter((each) => each.type === 'coupon');
  const found: [name: string, found: Found][] = [...(await findItems(sql, message.workspace, catalogs))];
  for (const each of coupons) found.push([nameOfLookUp(each), await drawCoupon(sql, { ...message, list: each.list })]);
  return Object.fromEntries(found);
}

interface Row {
  readonly catalog: string;
  readonly key: string;
  readonly exists: boolean;
  readonly value: JsonValue | null;
}

async function findItems(
  sql: Sql,
  workspace: WorkspaceId,
  wanted: readonly { readonly catalog: string; readonly key: string }[],
): Promise<readonly [name: string, found: Found][]> {
  if (wanted.length === 0) return [];
  const rows = await sql<Row>`
    select a.catalog, a.key, c.id is not null as exists, i.value
      from unnest(${wanted.map(({ catalog }) => catalog)}::text[], ${wanted.map(({ key }) => key)}::text[])
           as a(catalog, key)
      left join catalogs c on c.workspace = ${workspace} and c.id = a.catalog
      left join catalog_items i on i.workspace = ${workspace} and i.catalog = a.catalog and i.key = a.key`;
  return rows.map(({ catalog, key, exists, value }) => [
    nameOfLookUp({ type: 'catalog', catalog, key }),
    exists ? { ok: true, value } : { ok: false, reason: `there is no catalog "${catalog.slice(0, 60)}"` },
  ]);
}
