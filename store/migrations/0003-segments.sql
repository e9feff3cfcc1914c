-- ── who belongs where ────────────────────────────────────────────────────────────────────────────────────────────────
-- Named conditions over profiles and what happened (design.md §8).
create table segments (
  workspace text not null references workspaces,
  id text not null,
  name text not null,
  -- Counts its changes: what was judged by an older one never overwrites.
  version int not null,
  document json not null,
  -- What can change its answer, as `instances.interests` says it: names of events, `trait:<name>`, `segment:<id>`.
  mentions text[] not null,
  -- The store's clock when this version was put: memberships of before are judged anew by a backfill.
  changed_at instant not null,
  -- Persons up to this one have been judged by this version; null when all have.
  filled_to text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (workspace, id)
);

-- Who is in, and whoever is looked at again at an instant. No row: not in, and time alone changes nothing.
create table memberships (
  workspace text not null,
  segment text not null,
  person text not null,
  is_in boolean not null,
  since_at instant not null,
  version int not null,
  -- Where the row in `due` stands.
  due_at instant,
  primary key (workspace, person, segment)
);
create index memberships_of_segment on memberships (workspace, segment, is_in, person);

-- An entry may want properties too: `{"segment": "vip"}`.
alter table journeys add column entry_where jsonb not null default '{}';
