-- Consent and suppression: what users said about channels and topics, and addresses to which nothing is sent.

-- What a user said last about a channel (topic '') or about one topic of it.
create table consents (
  workspace text not null,
  person text not null,
  channel text not null,
  topic text not null default '',
  -- Null: neither, such as for a user who only paused.
  state text check (state in ('yes', 'no')),
  paused_until instant,
  -- Who reported it: api, preference-page, one-click, callback, keyword.
  source text not null,
  at instant not null,
  -- What proves it, such as a form's address and wording.
  proof jsonb,
  primary key (workspace, person, channel, topic)
);

-- Every change of consent, for as long as the user exists.
create table consent_changes (
  workspace text not null,
  person text not null,
  id bigint generated always as identity,
  channel text not null,
  topic text not null,
  state text,
  paused_until instant,
  source text not null,
  at instant not null,
  proof jsonb,
  primary key (workspace, person, id)
);

-- Reads an address in the one form in which addresses are compared. journey/delivery/address.ts does the same.
create function address_in(in_kind text, in_value jsonb) returns text language sql immutable parallel safe as $$
  select nullif(case
    when in_kind = 'phone' and jsonb_typeof(in_value) in ('string', 'number')
      then regexp_replace(regexp_replace(in_value #>> '{}', '[^0-9]', '', 'g'), '^00', '')
    when in_kind = 'email' and jsonb_typeof(in_value) = 'string'
      then lower(btrim(in_value #>> '{}', E' \t\n\r\f\v') collate "C")
    when in_kind = 'exact' and jsonb_typeof(in_value) = 'string'
      then btrim(in_value #>> '{}', E' \t\n\r\f\v')
  end, '')
$$;

-- Hashes an address with the workspace's secret, so that the row of an erased user can be recognized but not read.
create function address_hash(in_workspace text, in_address text) returns text language sql stable parallel safe as $$
  select encode(sha256(convert_to(id_secret || E'\n' || in_address, 'UTF8')), 'hex')
    from workspaces where id = in_workspace and in_address is not null
$$;

create table suppressions (
  id bigint generated always as identity,
  workspace text not null,
  channel text not null,
  hash text not null,
  -- Normalized. Null for an erased user, and where only the hash is known.
  address text,
  reason text not null check (reason in ('hard-bounce', 'complaint', 'soft-bounces', 'erased', 'manual')),
  source text not null,
  detail text,
  at instant not null,
  -- Null: for good.
  until instant,
  primary key (workspace, channel, hash)
);
create unique index on suppressions (workspace, id);

-- Temporary bounces of an address that still count.
create table soft_bounces (
  workspace text not null,
  channel text not null,
  hash text not null,
  at instant not null
);
create index on soft_bounces (workspace, channel, hash, at);

-- What a message is about, and to which address it went.
alter table messages add column topic text;
alter table messages add column address_hash text;

-- For frequency caps by address, and for users who answer from one.
create index messages_address on messages (workspace, address_hash) where address_hash is not null;
