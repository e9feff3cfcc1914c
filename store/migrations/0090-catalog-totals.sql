-- ── deleted coupon lists keep their drawn codes ──────────────────────────────────────────────────────────────────────
-- So a code that a message has drawn stays drawn, even if a list with the same ID is created and filled again.
alter table coupon_lists add column deleted_at timestamptz;

-- ── how much a workspace stores in catalogs and coupon lists ─────────────────────────────────────────────────────────
-- Kept by the triggers below, in the statements that change the rows. Imports compare it with their limits.
create table catalog_totals (
  workspace text primary key references workspaces,
  items bigint not null default 0,
  -- Of the items' values as JSON in UTF-8.
  bytes bigint not null default 0,
  codes bigint not null default 0
);

insert into catalog_totals (workspace, items, bytes)
select workspace, count(*), sum(octet_length(value::text)) from catalog_items group by workspace;

insert into catalog_totals (workspace, codes)
select workspace, count(*) from coupon_codes group by workspace
on conflict (workspace) do update set codes = excluded.codes;

create function add_catalog_items() returns trigger language plpgsql as $$
begin
  insert into catalog_totals as t (workspace, items, bytes)
  select workspace, count(*), sum(octet_length(value::text)) from added group by workspace
  on conflict (workspace) do update set items = t.items + excluded.items, bytes = t.bytes + excluded.bytes;
  return null;
end $$;

create function remove_catalog_items() returns trigger language plpgsql as $$
begin
  update catalog_totals t set items = t.items - r.items, bytes = t.bytes - r.bytes
    from (select workspace, count(*) as items, sum(octet_length(value::text)) as bytes
            from removed group by workspace) r
   where t.workspace = r.workspace;
  return null;
end $$;

create function change_catalog_items() returns trigger language plpgsql as $$
begin
  update catalog_totals t set bytes = t.bytes + c.bytes
    from (select workspace, sum(bytes) as bytes
            from (select workspace, octet_length(value::text) as bytes from added
                  union all
                  select workspace, -octet_length(value::text) from removed) each
           group by workspace) c
   where t.workspace = c.workspace;
  return null;
end $$;

create trigger catalog_items_added after insert on catalog_items
  referencing new table as added for each statement execute function add_catalog_items();
create trigger catalog_items_changed after update on catalog_items
  referencing old table as removed new table as added for each statement execute function change_catalog_items();
create trigger catalog_items_removed after delete on catalog_items
  referencing old table as removed for each statement execute function remove_catalog_items();

create function add_coupon_codes() returns trigger language plpgsql as $$
begin
  insert into catalog_totals as t (workspace, codes)
  select workspace, count(*) from added group by workspace
  on conflict (workspace) do update set codes = t.codes + excluded.codes;
  return null;
end $$;

create function remove_coupon_codes() returns trigger language plpgsql as $$
begin
  update catalog_totals t set codes = t.codes - r.codes
    from (select workspace, count(*) as codes from removed group by workspace) r
   where t.workspace = r.workspace;
  return null;
end $$;

create trigger coupon_codes_added after insert on coupon_codes
  referencing new table as added for each statement execute function add_coupon_codes();
create trigger coupon_codes_removed after delete on coupon_codes
  referencing old table as removed for each statement execute function remove_coupon_codes();
