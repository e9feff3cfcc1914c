-- What some version listens for of journeys (journey/journey-events.ts): where nobody does, a decision records no event of it.
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
