-- ── what has been seen ───────────────────────────────────────────────────────────────────────────────────────────────
-- Names of events with what they say, for suggestions. A worker's job goes on from `catalogued_to`, so that nobody reads all events for it.
create table event_names (
  workspace text not null,
  name text not null,
  -- When the latest was accepted.
  last_at instant not null,
  -- [{path, types, samples}] of the properties.
  seen jsonb not null default '[]',
  primary key (workspace, name)
);

-- One row: events up to this position are in `event_names`.
create table catalogued (
  is_only boolean primary key default true check (is_only),
  up_to bigint not null
);
insert into catalogued (up_to) values (0);
