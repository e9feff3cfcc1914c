import type { JsonValue } from '../../../journey/base/json';
import { type Found, type LookUp, type LookUps, nameOfLookUp } from '../../../journey/delivery/look-up';
import { api, unwrap } from './client';
import { AWAY } from './queries';
import { Trouble } from './trouble';

export type CatalogLookUp = Extract<LookUp, { readonly type: 'catalog' }>;

/** How long an item is used again, while a message is being written. */
const KEPT_MS = 30_000;
const MAX_KEPT = 200;
const kept = new Map<string, { readonly until: number; readonly found: Promise<Found> }>();

/** Reads catalog items for a preview. An item that can't be read fails the preview with the reason. */
export async function findCatalogItems(wanted: readonly CatalogLookUp[]): Promise<LookUps> {
  const found = await Promise.all(wanted.map(async (each) => [nameOfLookUp(each), await findOnce(each)] as const));
  return Object.fromEntries(found);
}

function findOnce(lookUp: CatalogLookUp): Promise<Found> {
  const name = nameOfLookUp(lookUp);
  const known = kept.get(name);
  if (known && known.until > Date.now()) return known.found;
  const found = find(lookUp);
  kept.delete(name);
  kept.set(name, { until: Date.now() + KEPT_MS, found });
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(oldest);
  }
  return found;
}

async function find({ catalog, key }: CatalogLookUp): Promise<Found> {
  try {
    const path = { id: catalog, key };
    const { value } = await unwrap(api.GET('/v1/catalogs/{id}/items/{key}', { params: { path } }), AWAY);
    return { ok: true, value: value as JsonValue };
  } catch (failure) {
    if (failure instanceof Trouble && failure.code === 'item-not-found') return { ok: true, value: null };
    const reason = failure instanceof Error ? failure.message : String(failure);
    return { ok: false, reason };
  }
}
