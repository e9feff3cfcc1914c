-- Devices that receive push messages. A user has several; a token or subscription belongs to one user at a time.
-- Today's traits `pushToken` and `webPushSubscription` still name one more device.

create table devices (
  workspace text not null,
  channel text not null check (channel in ('push', 'webPush')),
  -- Digest of the address: see device_id.
  id text not null,
  person text not null,
  -- A token, or a web push subscription as JSON.
  address text not null,
  platform text check (platform in ('android', 'ios', 'web')),
  -- Provider and app that issued the token. Null: worked out from the token.
  provider text,
  app text,
  -- Of APNs: its development or production service. Null: not known yet.
  environment text check (environment in ('development', 'production')),
  -- VAPID key that the subscription was made with.
  vapid_key text,
  -- Only marks the owner of a token that a trait names: it is live while that user's trait says so.
  from_profile boolean not null default false,
  added_at instant not null,
  seen_at instant not null,
  dropped_at instant,
  dropped_why text,
  primary key (workspace, channel, id)
);
create index devices_of_person on devices (workspace, person, channel, seen_at desc);
create index devices_dropped on devices (dropped_at) where dropped_at is not null;

-- Results by device of a message that several devices receive: device id → {state, provider, providerId, reason}.
alter table messages add column devices jsonb;

create function device_id(address text) returns text language sql immutable strict parallel safe as $$
  select left(encode(sha256(convert_to(address, 'UTF8')), 'hex'), 32)
$$;

-- What identifies the device that a trait names: the token, or the subscription's endpoint. Null: none.
create function trait_device(in_channel text, in_profile jsonb) returns text language sql immutable parallel safe as $$
  select case
    when in_channel = 'push' and jsonb_typeof(in_profile -> 'pushToken') = 'string'
      then nullif(btrim(in_profile ->> 'pushToken', E' \t\r\n'), '')
    when in_channel = 'webPush' and jsonb_typeof(in_profile -> 'webPushSubscription' -> 'endpoint') = 'string'
      then nullif(in_profile -> 'webPushSubscription' ->> 'endpoint', '')
  end
$$;

-- The devices to which a user's message goes, last seen first, the one named by a trait at the end.
create function live_devices(in_workspace text, in_person text, in_profile jsonb, in_channel text)
returns table (id text, address text, platform text, provider text, app text, environment text, vapid_key text,
               seen_at bigint, is_trait boolean)
language sql stable as $$
  (select d.id, d.address, d.platform, d.provider, d.app, d.environment, d.vapid_key, d.seen_at::bigint, false
     from devices d
    where d.workspace = in_workspace and d.person = in_person and d.channel = in_channel
      and d.dropped_at is null and not d.from_profile
    order by d.seen_at desc, d.id limit 20)
  union all
  select t.id,
         case in_channel when 'push' then t.named else (in_profile -> 'webPushSubscription')::text end,
         null, null, null, marker.environment, null, 0, true
    from (select trait_device(in_channel, in_profile) as named, device_id(trait_device(in_channel, in_profile)) as id) t
    left join devices marker
      on marker.workspace = in_workspace and marker.channel = in_channel and marker.id = t.id
   where t.named is not null
     and (marker.id is null or (marker.person = in_person and marker.dropped_at is null and marker.from_profile))
$$;

-- Whether a user has a live device, by channel.
create function reach_of(in_workspace text, in_person text, in_profile jsonb) returns jsonb language sql stable as $$
  select jsonb_object_agg(channel, exists (select from live_devices(in_workspace, in_person, in_profile, channel)))
    from unnest(array['push', 'webPush']) channel
$$;

-- What the results by device say about a message that isn't settled: a device has it, or may have it. Null: none does.
create function device_outcome(results jsonb) returns text language sql immutable parallel safe as $$
  select case
    when results @? '$.*?(@.state == "accepted")' then 'sent'
    when results @? '$.*?(@.state == "handed" || @.state == "unknown")' then 'unknown'
  end
$$;
