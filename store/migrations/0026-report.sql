-- ── reports of a range ───────────────────────────────────────────────────────────────────────────────────────────────
-- What is counted is counted by the hour, too, in which those whom it concerns entered (a refusal: was refused; the queued: will come), so that a
-- report of a range reads sums. Only the hours that a range cuts are counted by their rows.

-- Everything so far is rolled up; from now on each delta says when the instance entered.
with taken as (delete from count_deltas returning workspace, journey, version, node, measure, n)
insert into counts (workspace, journey, version, node, measure, n)
select workspace, journey, version, node, measure, sum(n) from taken group by 1, 2, 3, 4, 5
on conflict (workspace, journey, version, node, measure) do update set n = counts.n + excluded.n;
alter table count_deltas add column entered_at instant not null default 0;

create function hour_of(at instant) returns instant language sql immutable parallel safe as $$ select (at - at % 3600000)::instant $$;

create table counts_by_hour (
  workspace text not null,
  journey text not null,
  hour instant not null,
  version int not null,
  node text not null,
  measure text not null,
  n bigint not null,
  primary key (workspace, journey, hour, version, node, measure)
);

-- Where a node's messages stand: `under-way`, `outcome:<outcome>`, `delivered`, `viewed`, `clicked`, `replied`, `converted:<goal>`. '' : no template yet.
create table message_counts (
  workspace text not null,
  journey text not null,
  hour instant not null,
  version int not null,
  node text not null,
  channel text not null,
  template text not null,
  measure text not null,
  n bigint not null,
  primary key (workspace, journey, hour, version, node, channel, template, measure)
);
create table message_deltas (
  id bigint generated always as identity primary key,
  workspace text not null,
  journey text not null,
  hour instant not null,
  version int not null,
  node text not null,
  channel text not null,
  template text not null,
  measure text not null,
  n int not null
);
create index on message_deltas (workspace, journey);

create function measures_of(m messages) returns text[] language sql immutable as $$
  select array_remove(array[
    case m.state when 'settled' then 'outcome:' || m.outcome else 'under-way' end,
    case when m.delivered_at is not null then 'delivered' end,
    case when m.viewed_at is not null then 'viewed' end,
    case when m.clicked_at is not null then 'clicked' end,
    case when m.replied_at is not null then 'replied' end], null)
$$;

-- Whoever changes a message counts it: in the same transaction, and with rows of its own. What goes in the end stays counted.
create function count_message() returns trigger language plpgsql as $$
declare
  entered_hour instant := coalesce((select hour_of(i.entered_at) from instances i where i.workspace = new.workspace and i.id = new.instance), 0);
begin
  insert into message_deltas (workspace, journey, hour, version, node, channel, template, measure, n)
  select new.workspace, new.journey, entered_hour, version, new.node, new.channel, template, measure, sum(n) from (
    select new.version, coalesce(new.template, '') as template, unnest(measures_of(new)) as measure, 1 as n
    union all
    select old.version, coalesce(old.template, ''), unnest(measures_of(old)), -1 where tg_op = 'UPDATE'
  ) as change group by version, template, measure having sum(n) <> 0;
  return null;
end $$;
create trigger messages_counted_first after insert on messages for each row execute function count_message();
create trigger messages_counted after update on messages for each row
  when ((old.state, old.outcome, old.version, old.template, old.delivered_at is null, old.viewed_at is null, old.clicked_at is null, old.replied_at is null)
        is distinct from
        (new.state, new.outcome, new.version, new.template, new.delivered_at is null, new.viewed_at is null, new.clicked_at is null, new.replied_at is null))
  execute function count_message();

-- A conversion says when its instance entered, and counts for the last message before it.
alter table conversions add column entered_at instant;
update conversions c set entered_at = i.entered_at from instances i where i.workspace = c.workspace and i.id = c.instance;
alter table conversions alter column entered_at set not null;
create index conversions_entered on conversions (workspace, journey, entered_at);
create index conversions_at on conversions (workspace, journey, at) include (version, is_control);

create function count_converted() returns trigger language plpgsql as $$
begin
  insert into message_deltas (workspace, journey, hour, version, node, channel, template, measure, n)
  select m.workspace, m.journey, hour_of(new.entered_at), m.version, m.node, m.channel, coalesce(m.template, ''), 'converted:' || new.goal, 1
    from messages m
   where m.workspace = new.workspace and m.instance = new.instance and m.node = new.message_node and m.visit = new.message_visit;
  return null;
end $$;
create trigger conversions_counted after insert on conversions for each row when (not new.is_control and new.message_node is not null)
  execute function count_converted();

-- What has been counted before, by its rows: as reports of a range used to count it.
insert into message_counts (workspace, journey, hour, version, node, channel, template, measure, n)
select m.workspace, m.journey, hour_of(i.entered_at), m.version, m.node, m.channel, coalesce(m.template, ''), x.measure, count(*)
  from messages m join instances i on i.workspace = m.workspace and i.id = m.instance, unnest(measures_of(m)) as x (measure)
 group by 1, 2, 3, 4, 5, 6, 7, 8
union all
select m.workspace, m.journey, hour_of(c.entered_at), m.version, m.node, m.channel, coalesce(m.template, ''), 'converted:' || c.goal, count(*)
  from conversions c join messages m on m.workspace = c.workspace and m.instance = c.instance and m.node = c.message_node and m.visit = c.message_visit
 where not c.is_control group by 1, 2, 3, 4, 5, 6, 7, 8;

with entered as (
  select workspace, journey, id, version, hour_of(entered_at) as hour, status, visit, ended_at, exit_reason from instances
), lines as (
  select e.workspace, e.journey, e.hour, e.id, e.version, e.visit as last_visit, e.ended_at, (l.line ->> 'visit')::int as visit, l.line ->> 'node' as node,
         l.line ->> 'move' as move, l.line ->> 'port' as port
    from entered e join transitions t on t.workspace = e.workspace and t.instance = e.id
   cross join jsonb_array_elements(t.decision -> 'trace') as l (line)
   where e.status <> 'control' and l.line ->> 'node' is not null and l.line ->> 'move' <> 'withhold'
), visits as (
  select workspace, journey, hour, version, id, visit, last_visit, ended_at, min(node) as node, bool_or(move = 'leave') as has_left,
         max(port) filter (where move = 'leave') as port
    from lines group by workspace, journey, hour, version, id, visit, last_visit, ended_at
), measured as (
  select workspace, journey, hour, version, '' as node, m.measure from entered, unnest(array['qualified', case status when 'control' then 'control' else 'entered' end]) as m (measure)
  union all
  select workspace, journey, hour, version, '', 'exited:' || exit_reason from entered where status <> 'control' and ended_at is not null
  union all
  select workspace, journey, hour_of(refused_at), version, '', m.measure from refusals, unnest(array['qualified', 'refused']) as m (measure)
  union all
  select workspace, journey, hour_of(at), version, '', m.measure from queued, unnest(array['qualified', 'queued']) as m (measure)
  union all
  select workspace, journey, hour, version, node, 'arrived' from visits
  union all
  select workspace, journey, hour, version, node, case when has_left then 'left:' || port when visit < last_visit then 'left:moved' else 'exited' end from visits
   where has_left or visit < last_visit or ended_at is not null
  union all
  select e.workspace, e.journey, e.hour, e.version, m.node, 'message:' || m.outcome
    from messages m join entered e on e.workspace = m.workspace and e.id = m.instance where m.state = 'settled'
  union all
  select e.workspace, e.journey, e.hour, e.version, m.node, m.measure
    from conversions c join entered e on e.workspace = c.workspace and e.id = c.instance, lateral (
      select '' as node, case when c.is_control then 'control-goal:' else 'goal:' end || c.goal as measure
      union all select c.node, 'goal:' || c.goal where c.node is not null and not c.is_control
      union all select c.node, 'goal-before:' || c.goal where c.node is not null and not c.is_control and c.place = 'before'
      union all select c.message_node, 'goal-by:' || c.goal where c.message_node is not null and not c.is_control) m
)
insert into counts_by_hour (workspace, journey, hour, version, node, measure, n)
select workspace, journey, hour, version, node, measure, count(*) from measured group by 1, 2, 3, 4, 5, 6;
