-- One schema, `sojourn`. Instants are milliseconds since the epoch (domain `instant`): what the engine compares is what is stored.
-- `at_time(instant)` shows one as timestamptz. Every table and key begins with the workspace.

create domain instant as bigint;

create function at_time(instant) returns timestamptz language sql immutable parallel safe as
  $$ select to_timestamp(0) + $1 * interval '1 millisecond' $$;

-- ── whose ────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table workspaces (
  id text primary key,
  -- Null: the clock is the machine's. A value: the workspace is virtual (tests, rehearsals) and this is its now.
  virtual_now instant,
  -- Replaces user ids that look like addresses in workflow ids and search attributes.
  id_secret text not null default md5(random()::text || clock_timestamp()::text),
  created_at timestamptz not null default now()
);

create table api_keys (
  id text primary key,
  workspace text not null references workspaces,
  name text not null,
  -- SHA-256 of the secret part: the key itself is shown once and never stored.
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);

create table audit (
  id bigint generated always as identity primary key,
  workspace text not null,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  about jsonb not null default '{}'
);

-- ── what should happen ───────────────────────────────────────────────────────────────────────────────────────────────
create table journeys (
  workspace text not null references workspaces,
  id text not null,
  name text not null,
  state text not null check (state in ('running', 'paused', 'stopped', 'archived')),
  version int not null,
  labels text[] not null default '{}',
  -- The running version's entry, so that the forwarder finds who qualifies without reading documents.
  entry_type text not null,
  entry_event text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace, id)
);
create index on journeys (workspace, entry_event) where state = 'running';

create table versions (
  workspace text not null,
  journey text not null,
  version int not null,
  -- json, not jsonb: the order of a wait's events and of a split's paths decides.
  document json not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (workspace, journey, version),
  foreign key (workspace, journey) references journeys (workspace, id) deferrable initially deferred
);

create function never_changes() returns trigger language plpgsql as $$
begin
  raise exception '% never change: people decide by them', tg_table_name;
end $$;
create trigger versions_never_change before update on versions for each row execute function never_changes();

-- ── whom ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
create table persons (
  workspace text not null,
  id text not null,
  -- What the company calls this person: the user id, or else the anonymous id.
  user_id text not null,
  profile jsonb not null default '{}',
  created_at instant not null,
  updated_at instant not null,
  primary key (workspace, id)
);

create table identities (
  workspace text not null,
  kind text not null check (kind in ('user', 'anonymous')),
  value text not null,
  person text not null,
  primary key (workspace, kind, value)
);
create index on identities (workspace, person);

create table assignments (
  workspace text not null,
  person text not null,
  experiment text not null,
  arm text not null,
  assigned_at instant not null,
  primary key (workspace, person, experiment)
);

-- ── what happened ────────────────────────────────────────────────────────────────────────────────────────────────────
-- One order for all that a decision reads. Taken under the person's lock: for one person, order of position is order of commit.
-- Never cached: a session's private block of numbers would break that.
create sequence positions as bigint cache 1;

create table events (
  workspace text not null,
  person text not null,
  position bigint not null,
  -- What one transaction accepted together for a person is one input: the first position of it.
  acceptance bigint not null,
  accepted_at instant not null,
  name text not null,
  properties jsonb not null,
  message_id text not null,
  -- When it says it happened: for reports, never for decisions.
  occurred_at instant,
  hops smallint not null default 0,
  primary key (workspace, person, position, accepted_at)
) partition by range (accepted_at);
-- Months are made ahead by store/schema/partitions.ts; virtual time and stray clocks land here.
create table events_default partition of events default;
create index on events (workspace, name, position);
create index on events using brin (position);

create table event_keys (
  workspace text not null,
  message_id text not null,
  position bigint not null,
  accepted_at instant not null,
  primary key (workspace, message_id)
);
create index on event_keys (accepted_at);

create table outbox (
  id bigint generated always as identity primary key,
  workspace text not null,
  person text not null,
  -- The event's; null where there is only an instance to start or to nudge.
  position bigint,
  created_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  retry_at timestamptz
);
create index on outbox (workspace, person, id);

-- What could not be forwarded after many tries: set aside with its reason, so that it blocks nobody.
create table dead_letters (
  workspace text not null,
  person text not null,
  position bigint not null,
  reason text not null,
  set_aside_at timestamptz not null default clock_timestamp(),
  primary key (workspace, person, position)
);

-- ── who is where ─────────────────────────────────────────────────────────────────────────────────────────────────────
create table instances (
  workspace text not null,
  id text not null,
  person text not null,
  user_id text not null,
  journey text not null,
  version int not null,
  -- '' where the journey has no entry key.
  key text not null default '',
  pass int not null,
  workflow_id text not null,
  entry_position bigint not null,
  entered_at instant not null,
  -- starting: the workflow's start has not been acknowledged.
  status text not null check (status in ('starting', 'live', 'ended')),
  context jsonb not null default '{}',
  step int not null default 0,
  node text,
  visit int not null default 0,
  arrived_at instant,
  -- The node's deadline; wakes_at is the earlier of that and the journey's own, null while paused.
  until instant,
  wakes_at instant,
  paused_at instant,
  read_to bigint not null,
  nudged_to bigint not null default 0,
  interests text[] not null default '{}',
  -- A fault of ours, in words: it waits for a nudge or `retry`.
  stuck text,
  exit_reason text,
  exit_goal text,
  ended_at instant,
  primary key (workspace, id)
);
-- One live instance per journey, person and key (design.md §7.4).
create unique index instances_live on instances (workspace, journey, person, key) where ended_at is null;
create index instances_of_person on instances (workspace, person) where ended_at is null;
create index instances_passes on instances (workspace, person, journey, key);
create index instances_at on instances (workspace, journey, node, id) where ended_at is null;
create index instances_of_journey on instances (workspace, journey, id);
create index instances_by_user on instances (workspace, user_id, id);
create unique index instances_workflow on instances (workspace, workflow_id);
create index instances_wake on instances (wakes_at) where ended_at is null;
create index instances_stuck on instances (workspace, person) where stuck is not null;
create index instances_starting on instances (workspace, person) where status = 'starting';

-- An entry that met a live instance and whose judgement waits until that instance has read past it (design.md §8).
create table contested (
  workspace text not null,
  instance text not null,
  position bigint not null,
  journey text not null,
  version int not null,
  primary key (workspace, instance, position)
);

create table refusals (
  workspace text not null,
  journey text not null,
  person text not null,
  position bigint not null,
  version int not null,
  key text not null default '',
  refused_at instant not null,
  reason text not null,
  read jsonb not null default '{}',
  primary key (workspace, journey, person, position)
);

-- The decisions: append-only, the trace. The first commit of a step is the decision.
create table transitions (
  workspace text not null,
  instance text not null,
  step int not null,
  decided_at instant not null,
  decision jsonb not null,
  -- What each line of the trace read, in order: personal, so never in Temporal's history.
  read jsonb not null default '[]',
  primary key (workspace, instance, step)
);

create table messages (
  workspace text not null,
  -- (instance, node, visit): design.md §7.11.
  key text not null,
  instance text not null,
  person text not null,
  journey text not null,
  version int not null,
  node text not null,
  visit int not null,
  channel text not null,
  -- reserved: surely not handed over yet. claimed: some attempt may have. settled: has an outcome. again: the claim asks for one more
  -- decision.
  state text not null check (state in ('reserved', 'claimed', 'settled', 'again')),
  attempts int not null default 0,
  outcome text,
  detail text,
  provider_id text,
  status int,
  response jsonb,
  template text,
  claimed_at instant not null,
  settled_at instant,
  -- Set when settled: the outcome is an input of the instance.
  position bigint,
  primary key (workspace, key)
);
create index messages_unread on messages (workspace, instance, position);
create index messages_of_person on messages (workspace, person, claimed_at);

create table commands (
  workspace text not null,
  id text not null,
  instance text not null,
  actor text not null,
  command jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'refused')),
  detail text,
  accepted_at instant not null,
  position bigint not null,
  primary key (workspace, id)
);
create index commands_unread on commands (workspace, instance, position);

create table idempotency (
  workspace text not null,
  key text not null,
  route text not null,
  body_hash bytea not null,
  status int not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace, key)
);

-- ── how many ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- Nothing shared is updated by a decision: deltas are appended, a job rolls them up, a read adds both (design.md §10).
create table counts (
  workspace text not null,
  journey text not null,
  version int not null,
  -- '' for the journey as a whole.
  node text not null,
  measure text not null,
  n bigint not null,
  primary key (workspace, journey, version, node, measure)
);
create table count_deltas (
  id bigint generated always as identity primary key,
  workspace text not null,
  journey text not null,
  version int not null,
  node text not null,
  measure text not null,
  n int not null
);
create index on count_deltas (workspace, journey);

-- ── what was caught ──────────────────────────────────────────────────────────────────────────────────────────────────
-- Messages of the embedded mail catcher and of the sandbox adapters: shown in the inbox. The key makes a repeat harmless.
create table inbox (
  workspace text not null,
  key text not null,
  channel text not null,
  -- Who caught it: 'smtp' or 'sandbox'.
  caught_by text not null,
  recipient text not null,
  subject text,
  body jsonb not null,
  caught_at timestamptz not null default clock_timestamp(),
  copies int not null default 1,
  primary key (workspace, key)
);
create index on inbox (workspace, caught_at desc);

-- ── the one door ─────────────────────────────────────────────────────────────────────────────────────────────────────
create function clock(in_workspace text) returns instant language sql volatile as $$
  select coalesce(
    (select virtual_now from workspaces where id = in_workspace),
    floor(extract(epoch from clock_timestamp()) * 1000)::bigint)
$$;

-- Several persons' locks in ascending order. Volatile: what follows in the caller's next statement has a snapshot taken after it.
create function lock_persons(in_workspace text, in_persons text[]) returns void language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(key) from (
    select distinct hashtextextended(in_workspace || '/' || person, 0) as key
      from unnest(in_persons) as person order by key) as keys;
end $$;

-- One month of events. Where the default partition has rows of that month, it keeps them.
create function make_partition(name text, from_at instant, to_at instant) returns void language plpgsql volatile as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('make_partition', 2));
  if to_regclass(format('%I', name)) is null and not exists (select from events_default where accepted_at >= from_at and accepted_at < to_at) then
    execute format('create table %I partition of events for values from (%s) to (%s)', name, from_at, to_at);
  end if;
end $$;

-- This month and the next two, before the first event: a month that begins in the default partition stays there. store/schema/partitions.ts goes on.
select make_partition(
         to_char(month, '"events_"YYYY_MM'),
         (extract(epoch from month) * 1000)::bigint,
         (extract(epoch from month + interval '1 month') * 1000)::bigint)
  from generate_series(date_trunc('month', now() at time zone 'utc'), date_trunc('month', now() at time zone 'utc') + interval '2 months', interval '1 month') as month;
