-- ── the in-app feed ──────────────────────────────────────────────────────────────────────────────────────────────────
-- In-app messages are delivered by a user's app reading them here. An item belongs to one send: its key is unique.
create table feed_items (
  workspace text not null,
  person text not null,
  id bigint generated always as identity,
  key text not null,
  journey text not null,
  content jsonb not null,
  created_at instant not null,
  -- When the user's app first had it.
  fetched_at instant,
  read_at instant,
  clicked_at instant,
  archived_at instant,
  primary key (workspace, person, id)
);
create unique index feed_items_key on feed_items (workspace, key);
create index feed_items_age on feed_items (created_at);

-- One row per user with a feed. Readers compare `version` with the one that they have seen.
create table feeds (
  workspace text not null,
  person text not null,
  version bigint not null,
  unread int not null,
  items int not null,
  primary key (workspace, person)
);
