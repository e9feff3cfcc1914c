-- ── what learns ──────────────────────────────────────────────────────────────────────────────────────────────────────
-- An IntelliNODE's experiment: what new people are drawn by. The document says how it begins; operators and the bandit change it.
create table experiments (
  workspace text not null,
  journey text not null,
  experiment text not null,
  -- The latest that has it: its node says paths, goals and floor.
  version int not null,
  -- Names of the events that meet a goal of that node.
  goal_events text[] not null,
  mode text not null check (mode in ('automatic', 'manual')),
  -- Arm → percent.
  weights jsonb not null,
  winner text,
  -- What the document said last: what it says again changes nothing that was changed since.
  declared jsonb not null,
  revision int not null default 1,
  primary key (workspace, journey, experiment)
);

-- Every change of it, whoever made it: revision n is what it was changed to then.
create table experiment_changes (
  workspace text not null,
  journey text not null,
  experiment text not null,
  revision int not null,
  at instant not null,
  -- A key's id; 'bandit'.
  actor text not null,
  what text not null check (what in ('published', 'edited', 'reweighed', 'winner-declared', 'winner-withdrawn')),
  before jsonb,
  after jsonb not null,
  -- What the bandit went by: arm → assigned and converted.
  tallies jsonb,
  primary key (workspace, journey, experiment, revision)
);

-- By whose instance an arm was given, and after which position: what came before it is no conversion.
alter table assignments
  add column journey text not null default '',
  add column instance text not null default '',
  add column position bigint not null default 0;
create index assignments_by_arm on assignments (workspace, journey, experiment, arm, assigned_at);

-- A goal of an IntelliNODE that somebody assigned has met within its window: once an assignment, inside or after the end.
create table experiment_conversions (
  workspace text not null,
  experiment text not null,
  person text not null,
  goal text not null,
  journey text not null,
  arm text not null,
  assigned_at instant not null,
  converted_at instant not null,
  primary key (workspace, experiment, person, goal)
);
create index experiment_conversions_by_arm on experiment_conversions (workspace, journey, experiment, arm, assigned_at, person);
