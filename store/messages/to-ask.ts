import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Sql } from '../base/sql.ts';

/** Providers whose messages are in the index `messages_to_ask`. */
export const ASKED_PROVIDERS: readonly string[] = ['twilio', 'resend'];

/** How long after sending Sojourn asks about a message, once each. */
export const ASK_AFTER_MS = [3_600_000, 86_400_000] as const;

/** A message without a final report from its provider. */
export interface MessageToAsk {
  readonly workspace: WorkspaceId;
  readonly key: string;
  readonly providerId: string;
  /** Number of earlier questions to the provider. */
  readonly asked: number;
}

export interface AskedOf {
  readonly channel: MessageChannel;
  readonly provider: string;
}

/**
 * Claims messages of a provider to ask about, the longest wait first. A claimed message counts as asked, so no other
 * worker asks about it.
 */
export async function claimToAsk(
  sql: Sql,
  { channel, provider, atMost }: AskedOf & { readonly atMost: number },
): Promise<readonly MessageToAsk[]> {
  const claimed: MessageToAsk[] = [];
  for (const [asked, afterMs] of ASK_AFTER_MS.entries())
    claimed.push(
      ...(await sql<MessageToAsk>`
        with latest_clock as (
          -- ends the scan of the index; a workspace's own clock ends nothing, since it differs from row to row
          select greatest(max(virtual_now), floor(extract(epoch from clock_timestamp()) * 1000)::bigint) as latest
            from workspaces
        )
        update messages m set asked = m.asked + 1
          from (select workspace, key from messages
                 where channel = ${channel} and provider = ${provider} and asked = ${asked}::int
                   and settled_at < (select latest from latest_clock) - ${afterMs}::bigint
                   and settled_at < clock(workspace) - ${afterMs}::bigint and asked < 2 and state = 'settled'
                   and outcome in ('sent', 'unknown') and provider_id is not null and provider in ('twilio', 'resend')
                   and delivered_at is null and viewed_at is null and clicked_at is null and replied_at is null
                   and bounced_at is null and complained_at is null and failed_at is null
                 order by settled_at limit ${atMost - claimed.length} for update skip locked) as due
         where (m.workspace, m.key) = (due.workspace, due.key)
        returning m.workspace, m.key, m.provider_id as "providerId", ${asked}::int as asked`),
    );
  return claimed;
}

/** Records that a provider didn't answer about a message, so that Sojourn asks again. */
export const noteUnasked = (sql: Sql, { workspace, key, asked }: MessageToAsk) => sql`
  update messages set asked = ${asked} where workspace = ${workspace} and key = ${key} and asked = ${asked + 1}`;
