-- ── many at once ─────────────────────────────────────────────────────────────────────────────────────────────────────
-- One time that a journey lets in many: an occurrence of a schedule, or a list (design.md §8). A cursor that goes page by page over whom it
-- concerns, and leaves a row of `queued` for each.
create table broadcasts (
  workspace text not null,
  journey text not null,
  id text not null,
  source text not null check (source in ('schedule', 'list')),
  -- `uploading`: the list is still coming in. `waiting`: until `at`. `filling`: the cursor is under way. `filled`: all are queued, or more than that.
  state text not null check (state in ('uploading', 'waiting', 'filling', 'filled', 'skipped', 'failed')),
  -- Why, of what was skipped or has failed.
  detail text,
  at instant not null,
  -- From here on it goes as these were when it began.
  version int,
  segment text,
  begins_at instant,
  -- The last person of the last page; of a list, the last row.
  cursor text not null default '',
  -- About how many, known when it begins; how many have been queued so far.
  total bigint,
  queued bigint not null default 0,
  -- Rows of a list that could not be read.
  rejected bigint not null default 0,
  filled_at instant,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- When its workflow was last started without Temporal's schedule.
  started_at timestamptz,
  primary key (workspace, journey, id)
);
create unique index broadcasts_next on broadcasts (workspace, journey) where source = 'schedule' and state = 'waiting';
create index broadcasts_open on broadcasts (at) where state in ('waiting', 'filling');

-- Who has been queued, until their moment comes.
create table queued (
  workspace text not null,
  journey text not null,
  broadcast text not null,
  nr bigint not null,
  person text not null,
  -- That they were counted for.
  version int not null,
  at instant not null,
  properties jsonb not null default '{}',
  primary key (workspace, journey, broadcast, nr)
);
create index queued_next on queued (workspace, journey, at);
create index queued_of_person on queued (workspace, person);

-- Rows of a list as they came in, until the cursor has passed them.
create table list_rows (
  workspace text not null,
  journey text not null,
  broadcast text not null,
  nr bigint not null,
  user_id text not null,
  properties jsonb not null,
  primary key (workspace, journey, broadcast, nr)
);
-- Rows that could not be read, with what to do about it.
create table list_rejects (
  workspace text not null,
  journey text not null,
  broadcast text not null,
  nr bigint not null,
  reason text not null,
  fix text not null,
  primary key (workspace, journey, broadcast, nr)
);

-- Which occurrence Temporal's schedule of the journey shows: it is brought up to date when that is another.
alter table journeys add column shown_occurrence instant;

-- Bulk work has lanes of its own: live events never wait behind it.
alter table instances add column queue text not null default 'live' check (queue in ('live', 'bulk'));
-- Of its tasks, 1 goes first; null: the middle, 3.
alter table instances add column priority smallint;
alter table outbox add column is_bulk boolean not null default false;
create index outbox_bulk on outbox (id) where is_bulk;
