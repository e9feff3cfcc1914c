-- ── WhatsApp's business-scoped user IDs ──────────────────────────────────────────────────────────────────────────────
-- An ID such as `US.13491208655302741918` stands for a user who hides their number. It is an address like a number, and
-- is compared as it is. journey/delivery/address.ts does the same.
create or replace function address_in(in_kind text, in_value jsonb) returns text
language sql immutable parallel safe as $$
  select nullif(case
    when in_kind = 'phone' and jsonb_typeof(in_value) = 'string'
         and in_value #>> '{}' ~ '^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$'
      then in_value #>> '{}'
    when in_kind = 'phone' and jsonb_typeof(in_value) in ('string', 'number')
      then regexp_replace(regexp_replace(in_value #>> '{}', '[^0-9]', '', 'g'), '^00', '')
    when in_kind = 'email' and jsonb_typeof(in_value) = 'string'
      then lower(btrim(in_value #>> '{}', E' \t\n\r\f\v') collate "C")
    when in_kind = 'exact' and jsonb_typeof(in_value) = 'string'
      then btrim(in_value #>> '{}', E' \t\n\r\f\v')
  end, '')
$$;

-- Which ID belongs to which number, as far as the provider has told us: hashes of both. For an ID that replaced another
-- one, the number is that of the earlier ID, or the earlier ID itself if its number isn't known.
create table address_links (
  workspace text not null,
  channel text not null,
  id_hash text not null,
  hash text not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (workspace, channel, id_hash)
);
create index address_links_by_address on address_links (workspace, channel, hash);
create index address_links_by_age on address_links (seen_at);

-- Returns the hash of an address, and of all addresses that belong to the same user by their links.
create function linked_hashes(in_workspace text, in_channel text, in_hash text) returns setof text
language sql stable parallel safe as $$
  with target as (
    select coalesce((select l.hash from address_links l
                      where l.workspace = in_workspace and l.channel = in_channel and l.id_hash = in_hash),
                    in_hash) as hash
  )
  select in_hash where in_hash is not null
   union select hash from target where hash is not null
   union select l.id_hash from target t
           join address_links l on l.workspace = in_workspace and l.channel = in_channel and l.hash = t.hash
$$;
