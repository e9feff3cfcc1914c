-- ── what goes when ───────────────────────────────────────────────────────────────────────────────────────────────────
-- store/schema/partitions.ts makes the coming months' partitions, and store/maintenance/retention.ts drops the old ones: neither waits for readers, nor keeps
-- anybody waiting.
drop function make_partition(text, instant, instant);
-- What a month's partition would have to take over before it is made, and what is too old.
create index events_default_age on events_default (accepted_at);

-- Of an instance that has ended long ago: what is still stored of it, until it goes.
alter table instances add column has_transitions boolean not null default true;
alter table instances add column has_messages boolean not null default true;
create index instances_with_transitions on instances (ended_at) where ended_at is not null and goals_until is null and has_transitions;
create index instances_with_messages on instances (ended_at) where ended_at is not null and goals_until is null and has_messages;
create index audit_age on audit (at);

-- Rows that have gone are still counted: what was counted of them is the sum of these and of the rows that are there.
create table retired_counts (
  workspace text not null,
  journey text not null,
  version int not null,
  node text not null,
  measure text not null,
  n bigint not null,
  primary key (workspace, journey, version, node, measure)
);
