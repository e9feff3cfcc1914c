import type { WorkspaceId } from '../../journey/base/ids.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import { addressKindOf } from '../../journey/delivery/channels/address-of.ts';
import { effectOfReport } from '../../journey/people/report-effects.ts';
import type { Instant } from '../../journey/time/time.ts';
import { type Database, part, type Sql } from '../base/sql.ts';
import { suppressAddresses } from '../people/suppressions.ts';
import type { CallbackContent, CallbackSource } from './callbacks.ts';

type Unmatched = CallbackContent & CallbackSource & { readonly id: number };

/**
 * Suppresses the address of a bounce or a complaint that matches no message, since a provider's report about an address
 * is valid for any message. Ignores temporary bounces and reports that anyone could forge. The callback then loses its
 * address, so that a later attempt doesn't suppress an address that an operator has freed since.
 */
export async function suppressUnmatched(
  { transaction }: Pick<Database, 'transaction'>,
  { id, workspace, channel, provider, kind, content }: Unmatched,
): Promise<void> {
  if (kind !== 'report' || content.address === undefined || content.isForgeable) return;
  const effect = effectOfReport({ kind: content.status, permanent: content.isPermanent });
  const address = normalizeAddress(addressKindOf(channel), content.address);
  if (effect?.type !== 'suppress' || address === undefined) return;
  const detail = `${provider}: no message matches this report`;
  await transaction(async (sql) => {
    const [taken] = await sql<{ now: Instant }>`
      update callbacks set content = content - 'address'
       where id = ${id} and state = 'waiting' and content -> 'address' is not null
      returning clock(${workspace}) as now`;
    if (!taken) return;
    const { reason } = effect;
    await suppressAddresses(sql, workspace, taken.now, 'provider', [{ channel, address, reason, detail }]);
  });
}

/**
 * Gives up a callback that matches no message. An erasure couldn't find it, so this keeps only data that names no user:
 * its kind, and the fields that identify repeats.
 */
export async function keepUnmatched(sql: Sql, { id, kind, content }: Unmatched): Promise<void> {
  const about =
    kind === 'report'
      ? { status: content.status, ...(content.reason !== undefined && { reason: anonymize(content.reason) }) }
      : { status: 'inbound' };
  await sql`
    update callbacks set state = 'unmatched', content = ${JSON.stringify(about)}::jsonb, raw = null
     where id = ${id} and state = 'waiting'`;
}

/** Removes addresses and numbers from a provider's text. */
const anonymize = (reason: string): string =>
  reason
    .slice(0, MOST_REASON)
    .replace(/\p{Surrogate}$/u, '') // half a character
    .replace(/[^\s<>"(]{1,64}@[^\s<>")]{1,255}/g, '…')
    .replace(/\+\d[\d .-]{5,}|\d{7,}/g, '…');
const MOST_REASON = 500;

/** A callback that matches no message, as operators see it. */
export interface UnmatchedCallback {
  readonly id: number;
  readonly channel: MessageChannel;
  readonly provider: string;
  /** The report's status, or `inbound` for a message from a user. */
  readonly status: string;
  readonly reason: string | null;
  readonly receivedAt: string;
}

/** Lists unmatched callbacks, newest first. `before` is the last ID of the previous page. */
export const listUnmatched = (
  sql: Sql,
  {
    workspace,
    channel,
    before,
    limit,
  }: {
    readonly workspace: WorkspaceId;
    readonly channel?: MessageChannel | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  },
): Promise<UnmatchedCallback[]> => sql<UnmatchedCallback>`
  select id, channel, provider, coalesce(content ->> 'status', kind) as status, content ->> 'reason' as reason,
         received_at as "receivedAt"
    from callbacks
   where workspace = ${workspace} and state = 'unmatched'
     ${channel === undefined ? part`` : part`and channel = ${channel}`}
     and (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
   order by id desc limit ${limit}`;
