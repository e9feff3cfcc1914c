-- What some version listens for of journeys (journey/events/journey-events.ts): where nobody does, a decision records no event of it.
create table journey_mentions (
  workspace text not null,
  -- Of which journey; '': of any.
  source text not null,
  event text not null,
  -- The node or the reason; '': any.
  detail text not null,
  -- Whose version listens, and whether by its entry: then only while it runs.
  journey text not null,
  by_entry boolean not null,
  primary key (workspace, source, event, detail, journey, by_entry)
);

create function mentions_of(in_workspace text, in_journey text) returns table (source text, event text, detail text) language sql stable as $$
  select distinct m.source, m.event, m.detail
    from journey_mentions m join journeys j on j.workspace = m.workspace and j.id = m.journey
   where m.workspace = in_workspace and m.source in ('', in_journey) and (j.state in ('running', 'scheduled') or not m.by_entry)
$$;

-- ── capacity ─────────────────────────────────────────────────────────────────────────────────────────────────────────
-- How many places of an hour, a day or ever have been made; they are made in blocks, and each is a row until somebody has taken it.
create table capacities (
  workspace text not null,
  journey text not null,
  period text not null,
  made int not null default 0,
  made_at instant not null,
  primary key (workspace, journey, period)
);
create table places (
  workspace text not null,
  journey text not null,
  period text not null
);
create index on places (workspace, journey, period);

-- Never more than `in_max`, and not fewer while somebody wants one: where all are in the hands of others, theirs are waited for, since they
-- may be given back. Each statement sees what has been committed before it.
create function take_place(in_workspace text, in_journey text, in_period text, in_max int, only_look boolean) returns boolean language plpgsql volatile as $$
declare
  block int;
begin
  if only_look then
    return exists (select from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period))
        or coalesce((select c.made from capacities c where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period)), 0) < in_max;
  end if;
  loop
    delete from places where ctid = (
      select p.ctid from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period) limit 1 for update skip locked);
    if found then return true; end if;

    if coalesce((select c.made from capacities c where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period)), 0) < in_max then
      insert into capacities (workspace, journey, period, made_at) values (in_workspace, in_journey, in_period, clock(in_workspace)) on conflict do nothing;
      if found then -- what was left over of periods long gone
        delete from places p using capacities c
         where (p.workspace, p.journey) = (in_workspace, in_journey) and (c.workspace, c.journey, c.period) = (p.workspace, p.journey, p.period)
           and c.made_at < clock(in_workspace) - 172800000;
      end if;
      select least(100, in_max - c.made) into block from capacities c
       where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period) for update;
      if block > 0 then
        update capacities c set made = c.made + block where (c.workspace, c.journey, c.period) = (in_workspace, in_journey, in_period);
        insert into places (workspace, journey, period) select in_workspace, in_journey, in_period from generate_series(1, block);
      end if;
    else
      delete from places where ctid = (
        select p.ctid from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period) limit 1 for update);
      if found then return true; end if;
      if not exists (select from places p where (p.workspace, p.journey, p.period) = (in_workspace, in_journey, in_period)) then return false; end if;
    end if;
  end loop;
end $$;
