import type { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Channel } from '../../journey/delivery/channel.ts';
import { messageProperties } from '../../journey/events/message-events.ts';
import { type Engagement, MESSAGE_FAILED, MESSAGE_SENT } from '../../journey/events/own-events.ts';
import type { Instant } from '../../journey/time/time.ts';
import { fragment, type Sql } from '../base/sql.ts';
import { recordOutcome } from './message-events.ts';

/** A message that something is reported about. */
export interface ReportedMessage {
  readonly workspace: WorkspaceId;
  readonly key: string;
  readonly person: PersonId;
  readonly instance: InstanceId;
  readonly node: NodeId;
  readonly visit: number;
  readonly channel: Channel;
  readonly journey: JourneyId;
  readonly version: number;
  readonly template: string | null;
  readonly topic: string | null;
  /** Hash of the address to which it went; null if it isn't known. */
  readonly addressHash: string | null;
  /** False while it has no outcome: it waits for its turn, or an attempt is under way. */
  readonly isSettled: boolean;
}

/** Messages of erased users are left out: they get no events. */
const COLUMNS = fragment`
  m.workspace, m.key, m.person, m.instance, m.node, m.visit, m.channel, m.journey, m.version, m.template,
  m.topic, m.address_hash as "addressHash",
  m.state = 'settled' as "isSettled"
    from messages m join persons p on p.workspace = m.workspace and p.id = m.person`;

/** Returns the message with a key; undefined if there is none, or its user has been erased. */
export async function findByKey(
  sql: Sql,
  { workspace, key }: Pick<ReportedMessage, 'workspace' | 'key'>,
): Promise<ReportedMessage | undefined> {
  const [found] = await sql<ReportedMessage>`select ${COLUMNS} where m.workspace = ${workspace} and m.key = ${key}`;
  return found;
}

/** Returns the messages of a user with these keys. */
export const findOwnByKeys = (
  sql: Sql,
  { workspace, person, keys }: Pick<ReportedMessage, 'workspace' | 'person'> & { readonly keys: readonly string[] },
) => sql<ReportedMessage>`
  select ${COLUMNS} where m.workspace = ${workspace} and m.key = any(${keys}::text[]) and m.person = ${person}`;

/** Returns the message that a channel's provider knows by an id, the newest if there are several. */
export async function findByProviderId(
  sql: Sql,
  { workspace, channel, providerId }: Pick<ReportedMessage, 'workspace' | 'channel'> & { readonly providerId: string },
): Promise<ReportedMessage | undefined> {
  const [found] = await sql<ReportedMessage>`
    select ${COLUMNS}
     where m.workspace = ${workspace} and m.provider_id = ${providerId} and m.channel = ${channel}
     order by m.claimed_at desc limit 1`;
  return found;
}

/** Returns the latest message of a channel to an address, which must be normalized, or to one linked with it. */
export async function findLatestTo(
  sql: Sql,
  { workspace, channel, address }: Pick<ReportedMessage, 'workspace' | 'channel'> & { readonly address: string },
): Promise<ReportedMessage | undefined> {
  const [found] = await sql<ReportedMessage>`
    select ${COLUMNS}
     where m.workspace = ${workspace}
       and m.address_hash = any(array(
             select linked_hashes(${workspace}, ${channel}, address_hash(${workspace}, ${address}))))
       and m.channel = ${channel}
     order by m.claimed_at desc limit 1`;
  return found;
}

/** A report: an engagement, that the provider has the message, or that it won't be delivered after all. */
export interface Reported {
  readonly kind: Engagement | 'accepted' | 'failed';
  readonly at: Instant;
  /** A view or click of a scanner or a mail program. */
  readonly isMachine?: boolean | undefined;
  /** The provider's words, for a failure. */
  readonly reason?: string | undefined;
}

/**
 * Stores on a message when each kind was first reported: the earliest time, so that the order of reports makes no
 * difference. Any report shows that the provider has the message, so an outcome that was `unknown` becomes `sent`; the
 * instance has moved on and stays where it is. Call it under the user's lock.
 */
export async function noteReport(sql: Sql, now: Instant, message: ReportedMessage, reported: Reported): Promise<void> {
  const { workspace, key } = message;
  const at = Math.min(reported.at, now);
  const mark = reported.isMachine ? `machine-${reported.kind}` : reported.kind;
  const [change] = await sql<{ isConfirmed: boolean; hasFailed: boolean; enteredAt: number | null }>`
    with before as (
      select outcome, failed_at from messages where workspace = ${workspace} and key = ${key}
    ), noted as (
      update messages m
         set delivered_at = case ${mark} when 'delivered' then least(delivered_at, ${at}::bigint) else delivered_at end,
             viewed_at = case ${mark} when 'viewed' then least(viewed_at, ${at}::bigint) else viewed_at end,
             clicked_at = case ${mark} when 'clicked' then least(clicked_at, ${at}::bigint) else clicked_at end,
             machine_viewed_at = case ${mark} when 'machine-viewed' then least(machine_viewed_at, ${at}::bigint)
                                              else machine_viewed_at end,
             machine_clicked_at = case ${mark} when 'machine-clicked' then least(machine_clicked_at, ${at}::bigint)
                                               else machine_clicked_at end,
             replied_at = case ${mark} when 'replied' then least(replied_at, ${at}::bigint) else replied_at end,
             bounced_at = case ${mark} when 'bounced' then least(bounced_at, ${at}::bigint) else bounced_at end,
             complained_at = case ${mark} when 'complained' then least(complained_at, ${at}::bigint) else complained_at end,
             unsubscribed_at = case ${mark} when 'unsubscribed' then least(unsubscribed_at, ${at}::bigint)
                                            else unsubscribed_at end,
             failed_at = case when ${mark} = 'failed' and outcome in ('sent', 'unknown') then least(failed_at, ${at}::bigint)
                              else failed_at end,
             confirmed_at = case when outcome = 'unknown' and state = 'settled' then ${now}::bigint else confirmed_at end,
             outcome = case when outcome = 'unknown' and state = 'settled' then 'sent' else outcome end
       where m.workspace = ${workspace} and m.key = ${key}
      returning outcome, failed_at, instance
    )
    select b.outcome = 'unknown' and n.outcome = 'sent' as "isConfirmed",
           b.failed_at is null and n.failed_at is not null as "hasFailed",
           (select entered_at from instances where workspace = ${workspace} and id = n.instance) as "enteredAt"
      from before b, noted n`;
  if (change?.isConfirmed) {
    const { journey, version, node } = message;
    await sql`
      insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
      select ${workspace}, ${journey}, ${version}, ${node}, measure, ${change.enteredAt ?? 0}, n
        from (values ('message:unknown', -1), ('message:sent', 1)) as moved (measure, n)
       where not is_test(${workspace}, ${message.person})`;
    await recordIfMentioned(sql, now, message, MESSAGE_SENT, { outcome: 'sent', isConfirmed: true });
  }
  if (change?.hasFailed)
    await recordIfMentioned(sql, now, message, MESSAGE_FAILED, {
      ...{ outcome: 'failed', isLater: true },
      detail: reported.reason ?? null,
    });
}

/** Records an outcome that was reported later as an event, if a journey listens for it. */
async function recordIfMentioned(
  sql: Sql,
  now: Instant,
  message: ReportedMessage,
  name: typeof MESSAGE_SENT | typeof MESSAGE_FAILED,
  more: JsonObject,
): Promise<void> {
  const { workspace, person, instance, key, node, template } = message;
  const mentioned = await sql`
    select from own_events o join journeys j on j.workspace = o.workspace and j.id = o.journey and j.state <> 'archived'
     where o.workspace = ${workspace} and o.event = ${name} limit 1`;
  if (mentioned.length === 0) return;
  const properties = { ...messageProperties(message, template ?? node), ...more };
  await recordOutcome(sql, now, { workspace, person, instance, key: `${key}.later`, name, properties });
}
