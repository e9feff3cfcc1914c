import type { SendPorts } from '../activities/send.ts';
import type { FetchJson } from '../channels/fetch-json.ts';
import type { WorkspaceId } from '../journey/base/ids.ts';
import { nameOfLookUp } from '../journey/delivery/look-up.ts';
import type { Database } from '../store/base/sql.ts';
import { findCouponState } from '../store/catalogs/coupons.ts';
import { resolveLookUps } from '../store/catalogs/look-ups.ts';
import { keyOf } from '../store/messages/message.ts';

/** How often a worker logs that a coupon list is low or empty. */
const ALERT_MS = 60_000;

/** Resolves the look-ups of templates, and logs when one of their coupon lists is low or empty. */
export function createLookUp(
  { sql }: Pick<Database, 'sql'>,
  fetchJson: FetchJson,
  log: Record<'warn' | 'error', (about: object, message: string) => void>,
): NonNullable<SendPorts['lookUp']> {
  const checkedAt = new Map<string, number>();
  async function alertIfLow(workspace: WorkspaceId, list: string) {
    const now = Date.now();
    const place = `${workspace} ${list}`;
    if (now - (checkedAt.get(place) ?? 0) < ALERT_MS) return;
    checkedAt.set(place, now);
    const state = await findCouponState(sql, { workspace, list });
    if (state === 'low') log.warn({ workspace, list }, 'a coupon list is low: add codes');
    if (state === 'empty') log.error({ workspace, list }, 'a coupon list is empty: messages that use it fail');
  }
  return async (send, wanted) => {
    const fetches = wanted.filter((each) => each.type === 'fetch');
    const stored = wanted.filter((each) => each.type !== 'fetch');
    const [found, fetched] = await Promise.all([
      resolveLookUps(sql, { workspace: send.workspace, key: keyOf(send) }, stored),
      Promise.all(
        fetches.map(
          async (each) => [nameOfLookUp(each), await fetchJson(send.workspace, each.url, each.cacheMs)] as const,
        ),
      ),
    ]);
    for (const each of wanted) if (each.type === 'coupon') await alertIfLow(send.workspace, each.list);
    return { ...found, ...Object.fromEntries(fetched) };
  };
}
