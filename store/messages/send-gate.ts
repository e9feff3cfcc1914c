import { type InstanceId, type NodeId, sendKey, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { type Channel, isMessageChannel, type Outcome } from '../../journey/delivery/channel.ts';
import { addressKindOf, addressTraitOf } from '../../journey/delivery/channels/address-of.ts';
import { type Device, type DeviceResults, isDeviceChannel } from '../../journey/delivery/device.ts';
import type { Instant } from '../../journey/time/time.ts';
import { Fault } from '../base/fault.ts';
import type { Sql } from '../base/sql.ts';
import { isUnreadAndOfInterest } from '../base/unread.ts';
import { type RecipientRow, recipientColumns } from '../people/recipient.ts';

/** The state of the instance, person and message that a claim depends on. */
export interface SendGate extends RecipientRow {
  readonly ended: boolean;
  readonly version: number;
  readonly visit: number;
  /** The instance or its journey is paused. */
  readonly paused: boolean;
  /** The journey has been stopped and its instances are about to end. */
  readonly stopped: boolean;
  readonly context: JsonObject;
  readonly arrivedAt: Instant;
  readonly userId: string;
  readonly profile: JsonObject;
  /** Earlier attempts to send the message. */
  readonly attempts: number;
  readonly mayBeOut: boolean;
  /** The user's live devices; null for channels without devices. */
  readonly devices: readonly Device[] | null;
  readonly results: DeviceResults | null;
  /** Set if the results say that some device has the message, or may have it. */
  readonly deviceOutcome: 'sent' | 'unknown' | null;
  /** Provider of the latest attempt, if it is known. */
  readonly provider: string | null;
  /**
   * `claimed`: the message may have been handed over. A message whose attempt failed before the hand-over is
   * `reserved`.
   */
  readonly state: 'reserved' | 'claimed' | 'settled' | 'again' | null;
  readonly outcome: Outcome | null;
  /** Milliseconds left of a claim's lease. */
  readonly leaseMs: number;
  readonly unread: boolean;
  /** Hash of the address with a reserved slot of frequency caps. Null if no slot is reserved. */
  readonly reservedFor: string | null;
  /** Hash of the user's current address, as far as SQL can read it. Null unless a slot is reserved for an address. */
  readonly addressHash: string | null;
}

interface SendOf {
  readonly workspace: WorkspaceId;
  readonly instance: InstanceId;
  readonly node: NodeId;
  readonly visit: number;
  readonly channel: Channel;
}

/** Reads the state that decides whether a message may go out. Call it under the person's lock. */
export async function readSendGate(sql: Sql, send: SendOf): Promise<SendGate> {
  const { workspace, instance, channel } = send;
  const [kind, trait] = isMessageChannel(channel) ? [addressKindOf(channel), addressTraitOf(channel)] : [null, null];
  const [row] = await sql<SendGate>`
    select i.ended_at is not null as ended, i.version, i.visit, 
           i.paused_at is not null
             or exists (select from pauses q
                        where q.workspace = i.workspace and q.journey = i.journey and q.to_at is null) as paused,
           exists (select from journeys j
                   where j.workspace = i.workspace and j.id = i.journey
                     and j.state in ('stopped', 'archived')) as stopped,
           i.context, coalesce(i.arrived_at, i.entered_at) as "arrivedAt", coalesce(p.user_id, '') as "userId",
           coalesce(p.profile, '{}') as profile, ${recipientColumns(workspace)},
           case when m.state = 'claimed' and not m.handed then 'reserved' else m.state end as state, m.outcome,
           case when m.state = 'claimed'
             then greatest(0, ceil(extract(epoch from m.lease_until - clock_timestamp()) * 1000))::int
               else 0 end as "leaseMs",
           coalesce(m.attempts, 0) as attempts, coalesce(m.may_be_out, false) or device_outcome(m.devices) is not null as "mayBeOut",
           m.provider, m.devices as results, device_outcome(m.devices) as "deviceOutcome",
           case when ${isDeviceChannel(send.channel)}::boolean then
             (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'address', d.address, 'platform', d.platform,
                       'provider', d.provider, 'app', d.app, 'environment', d.environment, 'vapidKey', d.vapid_key)), '[]')
                from live_devices(i.workspace, i.person, coalesce(p.profile, '{}'), ${send.channel}) d) end as devices,
           r.hash as "reservedFor",
           case when r.hash is not null then
             address_hash(${workspace}, address_in(${kind}, p.profile -> ${trait}::text)) end as "addressHash",
           exists (select from events e
                   where ${isUnreadAndOfInterest})
           or exists (select from commands c
                      where c.workspace = i.workspace and c.instance = i.id and c.position > i.read_to) as unread
      from instances i
      -- an erased user's instance has ended, which the caller has to see
      left join persons p on p.workspace = i.workspace and p.id = i.person
      left join messages m on m.workspace = i.workspace and m.key = ${sendKey(instance, send.node, send.visit)}
      left join lateral (select m.address_hash as hash where m.state = 'reserved' and m.attempts = 0) r on true
     where i.workspace = ${workspace} and i.id = ${instance}`;
  if (!row) throw new Fault('no-such-instance', `the store has no instance ${instance}`);
  return row;
}
