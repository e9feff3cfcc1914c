import { createHash } from 'node:crypto';
import { type InstanceId, type NodeId, PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { messageProperties } from '../../journey/events/message-events.ts';
import { type Engagement, engagementEvent } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { createDoorbell } from '../base/doorbell.ts';
import type { Database, Sql } from '../base/sql.ts';
import type { Store } from '../person.ts';
import { type Accepted, record } from './ingest.ts';

/** A provider's report about a message that was sent. */
export interface EngagementReport {
  readonly workspace: WorkspaceId;
  /** The send's key, which the provider received as its idempotency key. */
  readonly key: string;
  readonly kind: Engagement;
  /** When the provider says it happened. For reports only, never for decisions. */
  readonly at?: Instant | undefined;
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  /** Set for a bounce: the address will never accept mail. */
  readonly permanent?: boolean | undefined;
  /** What the provider says about it. */
  readonly reason?: string | undefined;
  /** Repeats with the same ID are the same report. Without an ID, repeats with the same content are. */
  readonly messageId?: string | undefined;
}

interface Row {
  readonly person: string;
  readonly instance: InstanceId;
  readonly node: NodeId;
  readonly visit: number;
  readonly channel: Channel;
  readonly journey: string;
  readonly version: number;
  readonly template: string | null;
}

/**
 * Creates a function that records a report as an event and stores on the message when it first happened. The function
 * returns undefined for an unknown key.
 */
export function createEngagement(database: Database, store: Store) {
  const doorbell = createDoorbell(database);
  return async (report: EngagementReport): Promise<Accepted | undefined> => {
    const { workspace, key } = report;
    const [row] = await database.sql<Row>`
      select m.person, instance, node, visit, channel, journey, version, template
        from messages m join persons p on p.workspace = m.workspace and p.id = m.person -- an erased user gets no events
       where m.workspace = ${workspace} and m.key = ${key}`;
    if (!row) return undefined;
    const person = PersonId.parse(row.person);
    const accepted = await store.person({ workspace, person }, async (sql, now) => {
      const [one] = await record(sql, workspace, now, [
        {
          messageId: report.messageId ?? reportIdOf(report),
          person,
          name: engagementEvent(report.kind),
          properties: propertiesOf(row, report),
          ...(report.at !== undefined && { occurredAt: report.at }),
        },
      ]);
      if (one?.status === 'accepted') await recordFirstReport(sql, now, report);
      return one;
    });
    doorbell.ring();
    return accepted;
  };
}

function propertiesOf(row: Row, { kind, url, text, permanent = false, reason }: EngagementReport): JsonObject {
  return {
    ...messageProperties(row, row.template ?? row.node),
    ...(url !== undefined && { url }),
    ...(text !== undefined && { text }),
    ...(kind === 'bounced' && { permanent }),
    ...(reason !== undefined && { reason }),
  };
}

/** Undefined values at the end are left out, so that reports keep the IDs they had before fields were added. */
function reportIdOf({ key, kind, at, url, text, permanent, reason }: EngagementReport): string {
  const more = permanent === undefined && reason === undefined ? [] : [permanent, reason];
  return `$message.${createHash('sha256')
    .update(JSON.stringify([key, kind, at, url, text, ...more]))
    .digest('base64url')}`;
}

const recordFirstReport = (sql: Sql, now: Instant, { workspace, key, kind, at }: EngagementReport) => sql`
  update messages
     set delivered_at = case ${kind} when 'delivered' then coalesce(delivered_at, ${at ?? now}::bigint)
                                     else delivered_at end,
         viewed_at = case ${kind} when 'viewed' then coalesce(viewed_at, ${at ?? now}::bigint) else viewed_at end,
         clicked_at = case ${kind} when 'clicked' then coalesce(clicked_at, ${at ?? now}::bigint) else clicked_at end,
         replied_at = case ${kind} when 'replied' then coalesce(replied_at, ${at ?? now}::bigint) else replied_at end,
         bounced_at = case ${kind} when 'bounced' then coalesce(bounced_at, ${at ?? now}::bigint) else bounced_at end,
         complained_at = case ${kind} when 'complained' then coalesce(complained_at, ${at ?? now}::bigint)
                                      else complained_at end,
         unsubscribed_at = case ${kind} when 'unsubscribed' then coalesce(unsubscribed_at, ${at ?? now}::bigint)
                                        else unsubscribed_at end
   where workspace = ${workspace} and key = ${key}`;
