-- What an event can concern an instance by, as `concerns` asks it: one row for each. A query can join it, where a call for each pair of an event and an
-- instance took most of a sweep's time.
create function mentions_of(event_name text, properties jsonb) returns setof text language sql immutable parallel safe as $$
  select event_name
  union all
  select 'trait:' || trait from jsonb_object_keys(case event_name when '$profile.changed' then properties else '{}' end) as trait
  union all
  select 'segment:' || (properties ->> 'segment') where event_name in ('$segment.joined', '$segment.left')
$$;
