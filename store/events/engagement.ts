import { createHash } from 'node:crypto';
import { type InstanceId, type NodeId, PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { type Engagement, engagementEvent, messageProperties } from '../../journey/events/message-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { createDoorbell } from '../base/doorbell.ts';
import type { Database, Sql } from '../base/sql.ts';
import type { Store } from '../person.ts';
import { type Accepted, record } from './ingest.ts';

/** What a provider tells of a message afterwards. */
export interface EngagementReport {
  readonly workspace: WorkspaceId;
  /** The send's: what the provider was given as its idempotency key. */
  readonly key: string;
  readonly kind: Engagement;
  /** When it says it happened: for reports, never for decisions. */
  readonly at?: Instant | undefined;
  readonly url?: string | undefined;
  readonly text?: string | undefined;
  /** The same again is the same report; without one, the same words are. */
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

/** Takes reports as events of the one road, and keeps on the message when it happened first. Undefined for an unknown key. */
export function createEngagement(database: Database, store: Store) {
  const doorbell = createDoorbell(database);
  return async (report: EngagementReport): Promise<Accepted | undefined> => {
    const { workspace, key } = report;
    const [row] = await database.sql<Row>`
      select m.person, instance, node, visit, channel, journey, version, template
        from messages m join persons p on p.workspace = m.workspace and p.id = m.person -- nobody hears of who has been erased
       where m.workspace = ${workspace} and m.key = ${key}`;
    if (!row) return undefined;
    const person = PersonId.parse(row.person);
    const accepted = await store.person({ workspace, person }, async (sql, now) => {
      const [one] = await record(sql, workspace, now, [
        {
          messageId: report.messageId ?? nameOf(report),
          person,
          name: engagementEvent(report.kind),
          properties: propertiesOf(row, report),
          ...(report.at !== undefined && { occurredAt: report.at }),
        },
      ]);
      if (one?.status === 'accepted') await keepFirst(sql, now, report);
      return one;
    });
    doorbell.ring();
    return accepted;
  };
}

function propertiesOf(row: Row, { url, text }: EngagementReport): JsonObject {
  return {
    ...messageProperties(row, row.template ?? row.node),
    ...(url !== undefined && { url }),
    ...(text !== undefined && { text }),
  };
}

const nameOf = ({ key, kind, at, url, text }: EngagementReport): string =>
  `$message.${createHash('sha256')
    .update(JSON.stringify([key, kind, at, url, text]))
    .digest('base64url')}`;

const keepFirst = (sql: Sql, now: Instant, { workspace, key, kind, at }: EngagementReport) => sql`
  update messages
     set delivered_at = case ${kind} when 'delivered' then coalesce(delivered_at, ${at ?? now}::bigint) else delivered_at end,
         viewed_at = case ${kind} when 'viewed' then coalesce(viewed_at, ${at ?? now}::bigint) else viewed_at end,
         clicked_at = case ${kind} when 'clicked' then coalesce(clicked_at, ${at ?? now}::bigint) else clicked_at end,
         replied_at = case ${kind} when 'replied' then coalesce(replied_at, ${at ?? now}::bigint) else replied_at end
   where workspace = ${workspace} and key = ${key}`;
