import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import type { Engagement } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { repeatPages } from '../base/repeat-pages.ts';
import type { Sql } from '../base/sql.ts';

/** A provider's report about a message. */
export interface ReportContent {
  /** Our send key, if the provider echoes it. */
  readonly key?: string;
  /** The provider's id of the message. */
  readonly providerId?: string;
  readonly status: Engagement | 'accepted' | 'failed' | 'resubscribed';
  readonly isPermanent?: boolean;
  readonly isMachine?: boolean;
  /** Anyone could have forged the report, so it counts only if it matches a message. */
  readonly isForgeable?: boolean;
  /** An answer to our question about the message. */
  readonly isAsked?: boolean;
  readonly address?: string;
  readonly at?: Instant;
  readonly url?: string;
  readonly text?: string;
  readonly reason?: string;
}

/** A message that a user sent to us. */
export interface InboundContent {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly keyword?: 'stop' | 'start' | 'help';
  readonly isAnswered?: boolean;
  /** Provider id of our message that it replies to. */
  readonly repliesTo?: string;
  /** Set for a part of a long message. */
  readonly part?: { readonly ref: string; readonly nr: number; readonly of: number };
  readonly at?: Instant;
}

export type CallbackContent =
  | { readonly kind: 'report'; readonly content: ReportContent }
  | { readonly kind: 'inbound'; readonly content: InboundContent };

/** A part of a callback, as it is stored. Its texts are storable, and bounded. */
export type IncomingCallback = CallbackContent & {
  /** Repeats have the same. */
  readonly dedupe: string;
  /** The report as it came. */
  readonly raw: JsonObject | null;
};

/** Stands for a provider where our own links in messages report. */
export const TRACKED_LINKS = 'tracked-links';

export interface CallbackSource {
  readonly workspace: WorkspaceId;
  readonly channel: MessageChannel;
  readonly provider: string;
}

/** Stores what a provider called back with, in one transaction. Repeats are ignored. Returns how many were new. */
export async function storeCallbacks(
  sql: Sql,
  { workspace, channel, provider }: CallbackSource,
  all: readonly IncomingCallback[],
): Promise<number> {
  if (all.length === 0) return 0;
  const stored = await sql`
    insert into callbacks (workspace, channel, provider, dedupe, kind, content, raw)
    select ${workspace}, ${channel}, ${provider}, dedupe, kind, content, raw
      from unnest(${all.map(({ dedupe }) => dedupe)}::text[], ${all.map(({ kind }) => kind)}::text[],
                  ${all.map(({ content }) => JSON.stringify(content))}::jsonb[],
                  ${all.map(({ raw }) => raw && JSON.stringify(raw))}::jsonb[]) as c (dedupe, kind, content, raw)
    on conflict (workspace, channel, provider, dedupe) do nothing
    returning 1`;
  return stored.length;
}

/** A provider may repeat callbacks for a month. */
const KEPT_DAYS = 35;
const PAGE = 5_000;

/** Deletes callbacks that can't be repeated any more, page by page, until `until` has come. */
export async function deleteOldCallbacks(sql: Sql, { until }: { readonly until: number }): Promise<void> {
  const deletePage = async () => {
    const gone = await sql`
      delete from callbacks where ctid = any(array(
        select ctid from callbacks
         where received_at < clock_timestamp() - ${KEPT_DAYS}::int * interval '1 day' and state <> 'waiting'
         order by received_at limit ${PAGE}))
      returning 1`;
    return gone.length;
  };
  await repeatPages(deletePage, PAGE, until);
}
