-- ── the states of a journey (design.md §9, §12) ──────────────────────────────────────────────────────────────────────
alter table journeys
  drop constraint journeys_state_check,
  add constraint journeys_state_check check (state in ('scheduled', 'running', 'paused', 'completed', 'stopped', 'archived')),
  -- Entries count from here on, and up to here; null: without a limit.
  add column entry_from instant,
  add column entry_until instant,
  -- What it becomes when entry is over and nobody is inside: `stopped`, where an operator has it drained.
  add column when_empty text not null default 'completed' check (when_empty in ('completed', 'stopped'));

drop index if exists journeys_workspace_entry_event_idx;
create index journeys_entered_by on journeys (workspace, entry_event) where state in ('running', 'scheduled');

-- A pause of a journey (design.md §7.7): nothing is done per instance, whoever decides reads these.
create table pauses (
  workspace text not null,
  journey text not null,
  nr int not null,
  from_at instant not null,
  -- Null while it lasts.
  to_at instant,
  policy text not null check (policy in ('hold-clock', 'send-on-resume', 'skip')),
  primary key (workspace, journey, nr)
);
create unique index pauses_open on pauses (workspace, journey) where to_at is null;

alter table instances
  -- Only the end of the journey's pause takes it on: it is woken then.
  add column held boolean not null default false,
  -- Its deadline is a date, which no pause moves.
  add column keeps_date boolean not null default false,
  -- Ended from outside while its workflow lives: that is to be told.
  add column closing boolean not null default false;
create index instances_held on instances (workspace, journey) where held;
create index instances_closing on instances (workspace, person) where closing;

-- A document that is being written, published or not. As `json`: order decides.
create table drafts (
  workspace text not null references workspaces,
  journey text not null,
  revision int not null,
  document json not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  -- One that was never published, put away.
  is_archived boolean not null default false,
  primary key (workspace, journey)
);

-- Of a document that nobody has checked: its labels, as far as they are texts.
create function labels_of(document json) returns text[] language sql immutable parallel safe as $$
  select case when json_typeof(document -> 'labels') = 'array'
    then array(select label #>> '{}' from json_array_elements(document -> 'labels') as label where json_typeof(label) = 'string' limit 20)
    else '{}' end
$$;
