import { isMessageChannel } from '../../journey/delivery/channel.ts';
import { effectOfReport } from '../../journey/people/report-effects.ts';
import { SOFT_BOUNCES } from '../../journey/people/suppression.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { part, type Sql } from '../base/sql.ts';
import { addressesOf } from '../people/recipient.ts';
import { countSoftBounce, suppressAddresses } from '../people/suppressions.ts';
import { changeConsents } from './change-consents.ts';
import type { ReportedMessage } from './reported.ts';

/** A report about a message that was sent. */
export interface Reported extends Pick<ReportedMessage, 'workspace' | 'person' | 'channel' | 'topic' | 'addressHash'> {
  readonly kind: string;
  readonly permanent?: boolean | undefined;
  readonly reason?: string | undefined;
  readonly source: 'callback' | 'one-click';
}

/**
 * Applies what a report means for the recipient: a hard bounce or a complaint suppresses the address, and so do several
 * temporary bounces, for a while; an unsubscription is a no. Call it in the transaction that records the report, under
 * the person's lock.
 */
export async function applyToRecipient(sql: Sql, now: Instant, report: Reported): Promise<void> {
  const { workspace, channel, topic, source } = report;
  const effect = effectOfReport(report);
  if (!effect || !isMessageChannel(channel)) return;
  if (effect.type === 'withdraw')
    return changeConsents(sql, report, now, [{ channel, topic: topic ?? undefined, state: 'no', source }]);
  const sentTo = await findAddress(sql, report);
  if (!sentTo) return;
  const to = { ...sentTo, channel, detail: report.reason };
  if (effect.type === 'suppress') {
    await suppressAddresses(sql, workspace, now, 'provider', [{ ...to, reason: effect.reason }]);
    return;
  }
  if (await countSoftBounce(sql, workspace, now, to)) {
    const until = instant(now + SOFT_BOUNCES.forMs);
    await suppressAddresses(sql, workspace, now, 'provider', [{ ...to, reason: 'soft-bounces', until }]);
  }
}

/**
 * Finds the address to which the message went. Its text is known only while the user still has it. An old message has
 * no hash: it is taken to have gone to the current address.
 */
async function findAddress(sql: Sql, { workspace, person, channel, addressHash }: Reported) {
  const [row] = await sql<{ hash: string; address: string }>`
    select address_hash(${workspace}, a.address) as hash, a.address
      from persons p cross join lateral ${addressesOf(part`p.profile`)} a
     where p.workspace = ${workspace} and p.id = ${person} and a.channel = ${channel}`;
  if (addressHash === null || addressHash === row?.hash) return row;
  return { hash: addressHash, address: null };
}
