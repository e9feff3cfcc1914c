-- ── what the journey is for ──────────────────────────────────────────────────────────────────────────────────────────
-- A goal that was met and counts: once in an entry, also after the instance has ended.
create table conversions (
  workspace text not null,
  instance text not null,
  goal text not null,
  person text not null,
  journey text not null,
  version int not null,
  -- Of somebody who got nothing, so that lift can be measured.
  is_control boolean not null,
  at instant not null,
  position bigint not null,
  -- Where the instance was; null before its first node, after its end and in the control group.
  node text,
  visit int not null,
  -- before: the node's own message had not gone.
  place text not null check (place in ('before', 'at', 'after', 'none')),
  -- The last message sent before it.
  message_node text,
  message_visit int,
  primary key (workspace, instance, goal)
);
create index conversions_of_journey on conversions (workspace, journey, goal);

-- `control`: qualified, and gets nothing; it has ended at once and has no workflow.
alter table instances drop constraint instances_status_check;
alter table instances add constraint instances_status_check check (status in ('starting', 'live', 'ended', 'control'));
alter table instances alter column workflow_id drop not null;
-- Conditions of goals and exits that hold: they are met by becoming true.
alter table instances add column goals_holding text[] not null default '{}';
-- It has ended, and until then a goal may still be met: `interests` are those goals', `read_to` is how far they have read.
alter table instances add column goals_until instant;
create index instances_with_windows on instances (workspace, person) where goals_until is not null;
create index instances_in_control on instances (workspace, journey) where status = 'control';
