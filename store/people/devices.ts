import { createHash } from 'node:crypto';
import type { PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import { isObject, type JsonObject } from '../../journey/base/json.ts';
import type { Device, DeviceChannel, DeviceResults, Platform } from '../../journey/delivery/device.ts';
import { MOST_DEVICES } from '../../journey/delivery/device.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A device as a service or an event names it. */
export interface NamedDevice {
  readonly channel: DeviceChannel;
  /** Token, or web push subscription as JSON. */
  readonly address: string;
  /** Its identity: the token, or the subscription's endpoint. */
  readonly named: string;
  readonly platform?: Platform | undefined;
  readonly provider?: string | undefined;
  readonly app?: string | undefined;
  readonly environment?: Device['environment'] | undefined;
  readonly vapidKey?: string | undefined;
  /** A trait names it: the row only marks its owner. */
  readonly isTrait?: boolean;
}

/** Returns a device's ID, as the SQL function `device_id` does. */
export const deviceIdOf = (named: string): string => createHash('sha256').update(named).digest('hex').slice(0, 32);

/** Lists the devices that traits name. */
export function devicesInTraits(traits: JsonObject): readonly NamedDevice[] {
  const { pushToken, webPushSubscription } = traits;
  const token = typeof pushToken === 'string' ? pushToken.trim() : '';
  const endpoint = isObject(webPushSubscription) ? webPushSubscription.endpoint : undefined;
  return [
    ...(token === '' ? [] : [{ channel: 'push', address: token, named: token, isTrait: true } as const]),
    ...(typeof endpoint === 'string' && endpoint !== ''
      ? [{ channel: 'webPush', address: '', named: endpoint, isTrait: true } as const]
      : []),
  ];
}

/** Devices that only repeat what is stored are written again once in this time. */
const SEEN_AGAIN_MS = 3_600_000;

/**
 * Registers devices. A token that another user has moves to the new one, and a dropped one is live again. Of more than
 * 20 devices of one user and channel, the ones seen last stay. Call it under the persons' locks; for one token named
 * twice, the last one wins.
 */
export async function registerDevices(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  devices: readonly (NamedDevice & { readonly person: PersonId })[],
): Promise<void> {
  if (devices.length === 0) return;
  const rows = [
    ...new Map(
      devices.map((device) => [`${device.channel}/${device.named}`, { ...device, id: deviceIdOf(device.named) }]),
    ).values(),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1)); // so that two transactions don't wait for each other
  const changed = await sql<{ person: PersonId }>`
    insert into devices as d (workspace, channel, id, person, address, platform, provider, app, environment, vapid_key,
                              from_profile, added_at, seen_at)
    select ${workspace}, channel, id, person, address, platform, provider, app, environment, vapid_key, from_profile,
           ${now}, ${now}
      from unnest(${rows.map(({ channel }) => channel)}::text[], ${rows.map(({ id }) => id)}::text[],
                  ${rows.map(({ person }) => person)}::text[], ${rows.map(({ address }) => address)}::text[],
                  ${rows.map(({ platform }) => platform ?? null)}::text[],
                  ${rows.map(({ provider }) => provider ?? null)}::text[],
                  ${rows.map(({ app }) => app ?? null)}::text[],
                  ${rows.map(({ environment }) => environment ?? null)}::text[],
                  ${rows.map(({ vapidKey }) => vapidKey ?? null)}::text[],
                  ${rows.map(({ isTrait }) => isTrait === true)}::boolean[])
             as given (channel, id, person, address, platform, provider, app, environment, vapid_key, from_profile)
    on conflict (workspace, channel, id) do update
      set person = excluded.person, seen_at = excluded.seen_at, dropped_at = null, dropped_why = null,
          address = case when excluded.from_profile then d.address else excluded.address end,
          platform = coalesce(excluded.platform, d.platform), provider = coalesce(excluded.provider, d.provider),
          app = coalesce(excluded.app, d.app), environment = coalesce(excluded.environment, d.environment),
          vapid_key = case when excluded.from_profile then d.vapid_key else excluded.vapid_key end,
          from_profile = excluded.from_profile and (d.from_profile or d.person <> excluded.person)
      where d.person <> excluded.person or d.dropped_at is not null or d.seen_at < ${now - SEEN_AGAIN_MS}
            or (not excluded.from_profile
                and (d.from_profile or d.address <> excluded.address
                     or (excluded.platform, excluded.provider, excluded.app, excluded.environment, excluded.vapid_key)
                        is distinct from (d.platform, d.provider, d.app, d.environment, d.vapid_key)))
    returning person`;
  const owners = [...new Set(changed.map(({ person }) => person))];
  if (owners.length > 0) await forgetExcess(sql, workspace, owners);
}

const forgetExcess = (sql: Sql, workspace: WorkspaceId, persons: readonly string[]) => sql`
  delete from devices d
   using (select channel, id, row_number() over (partition by person, channel order by seen_at desc, id) as nr
            from devices
           where workspace = ${workspace} and person = any(${persons}::text[]) and dropped_at is null
             and not from_profile) ranked
   where d.workspace = ${workspace} and d.channel = ranked.channel and d.id = ranked.id and ranked.nr > ${MOST_DEVICES}`;

/** A device of a user as the API lists it. */
export interface DeviceLine extends Omit<Device, 'address'> {
  readonly channel: DeviceChannel;
  /** A trait names it, and no service has registered it. */
  readonly isTrait: boolean;
  readonly addedAt: number | null;
  readonly seenAt: number | null;
  readonly droppedAt: number | null;
  readonly droppedWhy: string | null;
}

const SHOWN = 100;

/** Lists a user's devices, dropped ones included, last seen first. A device that a trait names is listed while live. */
export const listDevices = (sql: Sql, { workspace, person }: PersonRef): Promise<DeviceLine[]> => sql<DeviceLine>`
  select channel, id, platform, provider, app, environment, vapid_key as "vapidKey", false as "isTrait",
         added_at as "addedAt", seen_at as "seenAt", dropped_at as "droppedAt", dropped_why as "droppedWhy"
    from devices d
   where workspace = ${workspace} and person = ${person} and (not from_profile or dropped_at is not null)
   union all
  select channel, t.id, t.platform, t.provider, t.app, t.environment, t.vapid_key, true, null, null, null, null
    from persons p
   cross join unnest(array['push', 'webPush']) channel
   cross join lateral (select * from live_devices(p.workspace, p.id, p.profile, channel) where is_trait) t
   where p.workspace = ${workspace} and p.id = ${person}
   order by "seenAt" desc nulls last, id
   limit ${SHOWN}`;

/** Drops a live device of a user, by its ID or its token. Returns whether there was one. Call it under their lock. */
export async function removeDevice(
  sql: Sql,
  now: Instant,
  { workspace, person }: PersonRef,
  named: string,
): Promise<boolean> {
  const removed = await sql`
    with live as (
      select channel, t.id from persons p
       cross join unnest(array['push', 'webPush']) channel
       cross join lateral (select id from live_devices(p.workspace, p.id, p.profile, channel)) t
       where p.workspace = ${workspace} and p.id = ${person} and t.id in (${named}, ${deviceIdOf(named)})
    )
    insert into devices as d (workspace, channel, id, person, address, from_profile, added_at, seen_at, dropped_at,
                              dropped_why)
    select ${workspace}, channel, id, ${person}, '', true, ${now}, ${now}, ${now}, 'removed' from live
    on conflict (workspace, channel, id) do update set dropped_at = ${now}, dropped_why = 'removed'
    returning id`;
  return removed.length > 0;
}

/**
 * Drops devices that a provider no longer knows, and stores which service knows a device. A device that was registered
 * after the provider noticed stays, and so does one that belongs to another user by now. Call it under the user's lock.
 */
export async function applyResults(
  sql: Sql,
  now: Instant,
  { workspace, person, channel }: PersonRef & { readonly channel: string },
  results: DeviceResults,
): Promise<void> {
  const news = Object.entries(results).filter(([, { state, environment }]) => state === 'dead' || environment);
  if (news.length === 0) return;
  await sql`
    insert into devices as d (workspace, channel, id, person, address, from_profile, added_at, seen_at, environment,
                              dropped_at, dropped_why)
    select ${workspace}, ${channel}, id, ${person}, '', true, ${now}, coalesce(since, ${now}), environment,
           case when is_dead then ${now}::bigint end, reason
      from unnest(${news.map(([id]) => id)}::text[], ${news.map(([, { state }]) => state === 'dead')}::boolean[],
                  ${news.map(([, { deadSince }]) => (deadSince === undefined ? null : Math.floor(deadSince)))}::bigint[],
                  ${news.map(([, { environment }]) => environment ?? null)}::text[],
                  ${news.map(([, { state, reason }]) => (state === 'dead' ? (reason ?? state) : null))}::text[])
             as news (id, is_dead, since, environment, reason)
     where exists (select from persons p where p.workspace = ${workspace} and p.id = ${person}) -- not erased meanwhile
     order by id
    on conflict (workspace, channel, id) do update
      set environment = coalesce(excluded.environment, d.environment),
          dropped_at = case when excluded.dropped_at is not null and d.seen_at <= excluded.seen_at
            then excluded.dropped_at else d.dropped_at end,
          dropped_why = case when excluded.dropped_at is not null and d.seen_at <= excluded.seen_at
            then excluded.dropped_why else d.dropped_why end
      where d.person = excluded.person and d.dropped_at is null`;
}
