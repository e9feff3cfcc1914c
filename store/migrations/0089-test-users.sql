-- ── test users ───────────────────────────────────────────────────────────────────────────────────────────────────────
-- Users who go through live journeys with a clock of their own, and count nowhere. A row stays after the user has been
-- erased, since what remains of them still must not count.
create table test_users (
  workspace text not null references workspaces,
  person text not null,
  -- The user's clock showed `shows` at the instant `since` of the workspace's clock. It runs `speed` times as fast.
  speed int not null check (speed between 1 and 100000),
  since instant not null,
  shows instant not null,
  -- captured: the inbox shows the messages. real: providers deliver them.
  sends text not null check (sends in ('captured', 'real')),
  actor text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (workspace, person)
);

create function is_test(in_workspace text, in_person text) returns boolean language plpgsql stable as $$
begin
  return exists (select from test_users t where t.workspace = in_workspace and t.person = in_person);
end $$;

-- The instant that a user's clock shows at an instant of the workspace's clock.
create function user_time(in_workspace text, in_person text, at instant) returns instant language plpgsql stable as $$
begin
  return coalesce(
    (select t.shows + (at - t.since) * t.speed from test_users t
      where t.workspace = in_workspace and t.person = in_person and at >= t.since),
    at);
end $$;

-- A user's clock now, and how it runs. Called under the user's lock, in a statement of its own.
create function user_clock(in_workspace text, in_person text)
  returns table (now instant, speed int, sends text) language plpgsql volatile as $$
begin
  return query
    select user_time(in_workspace, in_person, clock(in_workspace)), t.speed, t.sends
      from (select) as one
      left join test_users t on t.workspace = in_workspace and t.person = in_person;
end $$;

-- What test users' clocks show at an instant of the workspace's clock, by person. Null if none of them is a test user.
create function user_times(in_workspace text, in_persons text[], at instant) returns jsonb language plpgsql stable as $$
begin
  return (select jsonb_object_agg(t.person, user_time(in_workspace, t.person, at)) from test_users t
           where t.workspace = in_workspace and t.person = any(in_persons));
end $$;

-- ── test users count nowhere ─────────────────────────────────────────────────────────────────────────────────────────
create or replace function count_message() returns trigger language plpgsql as $$
declare
  entered_hour instant;
begin
  if is_test(new.workspace, new.person) then
    return null;
  end if;
  entered_hour := coalesce((select hour_of(i.entered_at) from instances i
                             where i.workspace = new.workspace and i.id = new.instance), 0);
  insert into message_deltas (workspace, journey, hour, version, node, channel, template, measure, n)
  select new.workspace, new.journey, entered_hour, version, new.node, new.channel, template, measure, sum(n) from (
    select new.version, coalesce(new.template, '') as template, unnest(measures_of(new)) as measure, 1 as n
    union all
    select old.version, coalesce(old.template, ''), unnest(measures_of(old)), -1 where tg_op = 'UPDATE'
  ) as change group by version, template, measure having sum(n) <> 0;
  return null;
end $$;

create or replace function count_converted() returns trigger language plpgsql as $$
begin
  insert into message_deltas (workspace, journey, hour, version, node, channel, template, measure, n)
  select m.workspace, m.journey, hour_of(new.entered_at), m.version, m.node, m.channel, coalesce(m.template, ''),
         'converted:' || new.goal, 1
    from messages m
   where m.workspace = new.workspace and m.instance = new.instance and m.node = new.message_node
     and m.visit = new.message_visit and not is_test(new.workspace, new.person);
  return null;
end $$;

create or replace function sum_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into sum_deltas (workspace, kind, owner, n)
    select workspace, 'members', segment, count(*) from after_it where is_in and not is_test(workspace, person)
     group by workspace, segment;
  elsif tg_op = 'DELETE' then
    insert into sum_deltas (workspace, kind, owner, n)
    select workspace, 'members', segment, -count(*) from before_it where is_in and not is_test(workspace, person)
     group by workspace, segment;
  else
    insert into sum_deltas (workspace, kind, owner, n)
    select workspace, 'members', segment, sum(n) from (
      select workspace, segment, 1 as n from after_it where is_in and not is_test(workspace, person)
      union all
      select workspace, segment, -1 from before_it where is_in and not is_test(workspace, person)) as change
     group by workspace, segment having sum(n) <> 0;
  end if;
  return null;
end $$;

create or replace function sum_qualifying() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.journey is not null and old.kind in ('inaction', 'grace')
     and not is_test(old.workspace, coalesce(old.person, '')) then
    insert into sum_deltas (workspace, kind, owner, n) values (old.workspace, 'qualifying', old.journey, -1);
  end if;
  if tg_op <> 'DELETE' and new.journey is not null and new.kind in ('inaction', 'grace')
     and not is_test(new.workspace, coalesce(new.person, '')) then
    insert into sum_deltas (workspace, kind, owner, n) values (new.workspace, 'qualifying', new.journey, 1);
  end if;
  return null;
end $$;

create or replace function sum_assigned() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and not is_test(old.workspace, old.person) then
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    values (old.workspace, 'assigned', old.journey, old.experiment || '/' || old.arm, hour_of(old.assigned_at), -1);
  end if;
  if tg_op <> 'DELETE' and not is_test(new.workspace, new.person) then
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    values (new.workspace, 'assigned', new.journey, new.experiment || '/' || new.arm, hour_of(new.assigned_at), 1);
  end if;
  return null;
end $$;

create or replace function sum_converted() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into sum_deltas (workspace, kind, owner, part, n)
    select workspace, 'met', journey, experiment || '/' || arm || '/' || goal, count(*)
      from after_it where not is_test(workspace, person)
     group by workspace, journey, experiment, arm, goal;
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    select workspace, 'converted', journey, experiment || '/' || arm, hour_of(assigned_at), count(distinct person)
      from after_it a
     where not is_test(workspace, person)
       and not exists (
       select from experiment_conversions c
        where (c.workspace, c.experiment, c.person) = (a.workspace, a.experiment, a.person)
          and not exists (select from after_it b
                           where (b.workspace, b.experiment, b.person, b.goal)
                                 = (c.workspace, c.experiment, c.person, c.goal)))
     group by workspace, journey, experiment, arm, hour_of(assigned_at);
  else
    insert into sum_deltas (workspace, kind, owner, part, n)
    select workspace, 'met', journey, experiment || '/' || arm || '/' || goal, -count(*)
      from before_it where not is_test(workspace, person)
     group by workspace, journey, experiment, arm, goal;
    insert into sum_deltas (workspace, kind, owner, part, hour, n)
    select workspace, 'converted', journey, experiment || '/' || arm, hour_of(assigned_at), -count(distinct person)
      from before_it b
     where not is_test(workspace, person)
       and not exists (select from experiment_conversions c
                        where (c.workspace, c.experiment, c.person) = (b.workspace, b.experiment, b.person))
     group by workspace, journey, experiment, arm, hour_of(assigned_at);
  end if;
  return null;
end $$;

-- a report counts conversions without reading their rows
drop index conversions_at;
create index conversions_at on conversions (workspace, journey, at) include (version, is_control, person);
