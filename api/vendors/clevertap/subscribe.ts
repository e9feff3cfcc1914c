import type { WorkspaceId } from '../../../journey/base/ids.ts';
import { isObject } from '../../../journey/base/json.ts';
import { MOST } from '../../../journey/base/limits.ts';
import { normalizeAddress } from '../../../journey/delivery/address.ts';
import type { MessageChannel } from '../../../journey/delivery/channel.ts';
import { recordAudit } from '../../../store/access/audit.ts';
import { readClock } from '../../../store/base/clock.ts';
import { liftManual, suppressAddresses } from '../../../store/people/suppressions.ts';
import { UnkeptMessage } from '../../events/exact.ts';
import { answer, type Route, refusal, route } from '../../route.ts';
import type { VendorPorts } from '../vendor.ts';
import { COMMON, describeProcessed, Processed, Records } from './common.ts';

/** A new state of an address, as the subscribe API gives it. */
export type Subscription =
  | { readonly type: 'suppress' | 'lift'; readonly addresses: readonly Address[] }
  | { readonly type: 'rejected'; readonly path: string; readonly message: string; readonly fix: string };

interface Address {
  readonly channel: MessageChannel;
  readonly address: string;
}

/** Channels by the type of an address. */
const CHANNELS = { email: ['email'], phone: ['sms', 'whatsapp'] } as const;
const STATES = new Map<string, 'suppress' | 'lift'>([
  ['unsubscribe', 'suppress'],
  ['resubscribe', 'lift'],
]);

/** Reads a record of the subscribe API. Every user with the address is concerned, so it is the address that changes. */
export function readSubscription(record: unknown): Subscription {
  if (record instanceof UnkeptMessage) return { type: 'rejected', ...record.flaw };
  const { type, value, status } = isObject(record) ? record : {};
  const kind = type === 'email' || type === 'phone' ? type : undefined;
  if (kind === undefined) return { type: 'rejected', path: 'type', message: 'is not email or phone', fix: 'give one' };
  const state = STATES.get(String(status).toLowerCase());
  if (state === undefined)
    return { type: 'rejected', path: 'status', message: 'is not Unsubscribe or Resubscribe', fix: 'give one' };
  const isText = (typeof value === 'string' && value.length <= MOST.recipient) || typeof value === 'number';
  const address = isText ? normalizeAddress(kind, value) : undefined;
  if (address === undefined)
    return { type: 'rejected', path: 'value', message: 'is not an address', fix: 'give an email address or a number' };
  return { type: state, addresses: CHANNELS[kind].map((channel) => ({ channel, address })) };
}

export const subscribeRoute = ({ database }: VendorPorts): Route =>
  route(
    {
      ...COMMON,
      method: 'post',
      path: '/1/subscribe',
      name: 'subscribeCleverTap',
      access: 'operate',
      summary: "Suppress addresses and lift suppressions, asked in CleverTap's format",
      description:
        "For CleverTap's clients. `Unsubscribe` suppresses an address for all users who have it. `Resubscribe` lifts only suppressions that were made by hand or by an import. It never lifts one after a bounce or a complaint.",
      body: Records,
      answer: Processed,
      refusals: ['body-too-large'],
    },
    async ({ body: { d }, caller: { workspace, key } }) => {
      if (d.length > MOST.messages)
        return refusal('body-too-large', `d has ${d.length} records, more than ${MOST.messages}`, 'send fewer at once');
      const read = d.map(readSubscription);
      await changeAll(database, { workspace, key }, read);
      const rejected = read.flatMap((each, index) =>
        each.type === 'rejected'
          ? [{ index, messageId: null, path: `d.${index}.${each.path}`, message: each.message, fix: each.fix }]
          : [],
      );
      return answer(describeProcessed(d, rejected));
    },
  );

/** Applies the changes in one transaction. The last word about an address counts. */
async function changeAll(
  database: VendorPorts['database'],
  { workspace, key }: { readonly workspace: WorkspaceId; readonly key: string },
  all: readonly Subscription[],
): Promise<void> {
  const suppressed = pickAddresses(all, 'suppress').map((each) => ({ ...each, reason: 'manual' as const }));
  const lifted = pickAddresses(all, 'lift');
  if (suppressed.length + lifted.length === 0) return;
  await database.transaction(async (own) => {
    const added = await suppressAddresses(own, workspace, await readClock(own, workspace), key, suppressed);
    const gone = await liftManual(own, workspace, lifted);
    if (added > 0)
      await recordAudit(own, { workspace, actor: key, action: 'address.suppress', about: { count: added } });
    if (gone > 0) await recordAudit(own, { workspace, actor: key, action: 'address.lift', about: { count: gone } });
  });
}

/** Returns the addresses that the last change about them suppresses or lifts. */
function pickAddresses(all: readonly Subscription[], wanted: 'suppress' | 'lift'): readonly Address[] {
  const last = new Map<string, { readonly type: string; readonly address: Address }>();
  for (const each of all)
    if (each.type !== 'rejected')
      for (const address of each.addresses)
        last.set(`${address.channel}/${address.address}`, { type: each.type, address });
  return [...last.values()].flatMap(({ type, address }) => (type === wanted ? [address] : []));
}
