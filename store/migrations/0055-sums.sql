-- ── sums of what grows with users ────────────────────────────────────────────────────────────────────────────────────
-- Lists and experiments read sums, never a row for each user. Triggers append to `sum_deltas`, so that no two users share a row, and a job of the
-- worker adds them up (store/maintenance/sums.ts); a reader adds both, in one snapshot. Kinds, with their owner and part:
--   members     segment              users who belong to it
--   qualifying  journey              users whom time has yet to let in
--   assigned    journey, exp/arm     users who were given the arm, by the hour of their assignment
--   converted   journey, exp/arm     those of them who met any goal, by the same hour
--   met         journey, exp/arm/goal
create table sum_deltas (
  id bigint generated always as identity primary key,
  workspace text not null,
  kind text not null check (kind in ('members', 'qualifying', 'assigned', 'converted', 'met')),
  owner text not null,
  part text not null default '',
  -- Null: this kind isn't asked for by time.
  hour instant,
  n bigint not null
);
create index sum_deltas_of_owner on sum_deltas (workspace, kind, owner);

create table sums (
  workspace text not null,
  kind text not null,
  owner text not null,
  part text not null,
  n bigint not null,
  primary key (workspace, kind, owner, part)
);

-- The same, of those kinds that have an hour.
create table sums_by_hour (
  workspace text not null,
  kind text not null,
  owner text not null,
  part text not null,
  hour instant not null,
  n bigint not null,
  primary key (workspace, kind, owner, part, hour)
);

create view summed as
  select workspace, kind, owner, part, n from sums
  union all
  select workspace, kind, owner, part, n from sum_deltas;

create function sum_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into sum_deltas (workspace, kind, owner, n)
    select workspace, 'members', segment, count(*) from after_it where is_in group by workspace, segment;
  elsif tg_op = 'DELETE' then
    insert into sum_deltas (workspace, kind, owner, n)
    select workspace, 'members', segment, -count(*) from before_it where is_in group by workspace, segment;
  else
    insert into sum_deltas (workspace, kind, owner, n)
    select workspace, 'members', segment, sum(n) from (
      select workspace, segment, 1 as n from after_it where is_in
      union all
      select workspace, segment, -1 from before_it where is_in) as change
     group by workspace, segment having sum(n) <> 0;
  end if;
  return null;
end $$;
create trigger memberships_added after insert on memberships referencing new table as after_it for each statement execute function sum_members();
create trigger memberships_removed after delete on memberships referencing old table as before_it for each statement execute function sum_members();
create trigger memberships_changed after update on memberships referencing old table as before_it new table as after_it
  for each statement execute function sum_members();

create function sum_qualifying() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.journey is not null and old.kind in ('inaction', 'grace') then
    insert into sum_deltas (workspace, kind, owner, n) values (old.workspace, 'qualifying', old.journey, -1);
  end if;
  if tg_op <> 'DELETE' and new.journey is not null and new.kind in ('inaction', 'grace') then
    insert into sum_deltas (workspace, kind, owner, n) values (new.workspace, 'qualifying', new.journey, 1);
  end if;
  return null;
end $$;
create trigger due_added after insert on due for each row
  when (new.journey is not null and new.kind in ('inaction', 'grace')) execute function sum_qualifying();
create trigger due_removed after delete on due for each row
  when (old.journey is not null and old.kind in ('inaction', 'grace')) execute function sum_qualifying();
create trigger due_changed after update on due for each row
  when ((old.workspace, old.kind, old.journey) is distinct from (new.workspace, new.kind, new.journey)) execute function sum_qualifying();

create function sum_assigned() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    values (old.workspace, 'assigned', old.journey, old.experiment || '/' || old.arm, hour_of(old.assigned_at), -1);
  end if;
  if tg_op <> 'DELETE' then
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    values (new.workspace, 'assigned', new.journey, new.experiment || '/' || new.arm, hour_of(new.assigned_at), 1);
  end if;
  return null;
end $$;
create trigger assignments_summed after insert or delete on assignments for each row execute function sum_assigned();
create trigger assignments_changed after update on assignments for each row
  when ((old.workspace, old.journey, old.experiment, old.arm, old.assigned_at) is distinct from
        (new.workspace, new.journey, new.experiment, new.arm, new.assigned_at)) execute function sum_assigned();

-- A user converts with the first goal. All that changes a user's rows does so under the user's lock, and rows of one assignment never change: they are
-- added, and go together.
create function sum_converted() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into sum_deltas (workspace, kind, owner, part, n)
    select workspace, 'met', journey, experiment || '/' || arm || '/' || goal, count(*) from after_it group by workspace, journey, experiment, arm, goal;
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    select workspace, 'converted', journey, experiment || '/' || arm, hour_of(assigned_at), count(distinct person)
      from after_it a
     where not exists (
       select from experiment_conversions c
        where (c.workspace, c.experiment, c.person) = (a.workspace, a.experiment, a.person)
          and not exists (select from after_it b where (b.workspace, b.experiment, b.person, b.goal) = (c.workspace, c.experiment, c.person, c.goal)))
     group by workspace, journey, experiment, arm, hour_of(assigned_at);
  else
    insert into sum_deltas (workspace, kind, owner, part, n)
    select workspace, 'met', journey, experiment || '/' || arm || '/' || goal, -count(*) from before_it group by workspace, journey, experiment, arm, goal;
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    select workspace, 'converted', journey, experiment || '/' || arm, hour_of(assigned_at), -count(distinct person)
      from before_it b
     where not exists (select from experiment_conversions c where (c.workspace, c.experiment, c.person) = (b.workspace, b.experiment, b.person))
     group by workspace, journey, experiment, arm, hour_of(assigned_at);
  end if;
  return null;
end $$;
create trigger experiment_conversions_added after insert on experiment_conversions referencing new table as after_it
  for each statement execute function sum_converted();
create trigger experiment_conversions_removed after delete on experiment_conversions referencing old table as before_it
  for each statement execute function sum_converted();

-- What there is. Creating the triggers has locked the tables, so that nothing is counted twice or missed.
insert into sums (workspace, kind, owner, part, n)
select workspace, 'members', segment, '', count(*) from memberships where is_in group by workspace, segment
union all
select workspace, 'qualifying', journey, '', count(*) from due where journey is not null and kind in ('inaction', 'grace') group by workspace, journey
union all
select workspace, 'assigned', journey, experiment || '/' || arm, count(*) from assignments group by workspace, journey, experiment, arm
union all
select workspace, 'converted', journey, experiment || '/' || arm, count(distinct person) from experiment_conversions group by workspace, journey, experiment, arm
union all
select workspace, 'met', journey, experiment || '/' || arm || '/' || goal, count(*) from experiment_conversions group by workspace, journey, experiment, arm, goal;

insert into sums_by_hour (workspace, kind, owner, part, hour, n)
select workspace, 'assigned', journey, experiment || '/' || arm, hour_of(assigned_at), count(*)
  from assignments group by workspace, journey, experiment, arm, hour_of(assigned_at)
union all
select workspace, 'converted', journey, experiment || '/' || arm, hour_of(assigned_at), count(distinct person)
  from experiment_conversions group by workspace, journey, experiment, arm, hour_of(assigned_at);
