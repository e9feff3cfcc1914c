-- ── catalogs and coupons ─────────────────────────────────────────────────────────────────────────────────────────────
-- Items by key, which templates look up.
create table catalogs (
  workspace text not null references workspaces,
  id text not null,
  name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace, id)
);

create table catalog_items (
  workspace text not null,
  catalog text not null,
  key text not null,
  value jsonb not null,
  primary key (workspace, catalog, key),
  foreign key (workspace, catalog) references catalogs on delete cascade
);

-- Codes that messages draw, each for one message.
create table coupon_lists (
  workspace text not null references workspaces,
  id text not null,
  name text not null,
  -- With fewer codes left, the list counts as low.
  low_at int not null,
  created_at timestamptz not null default now(),
  primary key (workspace, id)
);

create table coupon_codes (
  workspace text not null,
  list text not null,
  code text not null,
  n bigint generated always as identity,
  -- Key of the message that has drawn it. Null: free.
  message_key text,
  drawn_at timestamptz,
  primary key (workspace, list, code),
  foreign key (workspace, list) references coupon_lists on delete cascade
);
create index coupon_codes_free on coupon_codes (workspace, list, n) where message_key is null;
-- A message draws one code of a list, however often it is attempted.
create unique index coupon_codes_drawn on coupon_codes (workspace, list, message_key) where message_key is not null;
