-- Each entry of a page looks its event up by itself. As a join, the planner, which doesn't know how long a page is, sometimes read all events of the
-- person instead.
create or replace function contested_page(in_workspace text, in_person text, in_instances text[], max_rows int, max_bytes bigint)
returns table (entries jsonb, has_more boolean) language sql stable as $$
  with first as (
    select c.*
      from unnest(in_instances) as own (id)
     cross join lateral (
       select * from contested where workspace = in_workspace and instance = own.id order by coalesce(reads_to, position), position limit max_rows + 1) c
     order by coalesce(c.reads_to, c.position), c.position limit max_rows + 1
  ), numbered as (
    select f.*, e.name, e.accepted_at, e.properties, row_number() over w as nr, sum(pg_column_size(e.properties)) over w as bytes
      from first f
     cross join lateral (
       select name, accepted_at, properties from events
        where workspace = in_workspace and person = in_person and position = f.position limit 1) e
    window w as (order by coalesce(f.reads_to, f.position), f.position)
  ), judged as (
    select *, nr = 1 or (nr <= max_rows and bytes <= max_bytes) as is_in from numbered
  )
  select jsonb_agg(jsonb_build_object('instance', instance, 'version', version, 'moment', at, 'beginsAt', begins_at, 'readsTo', reads_to, 'graceUntil', grace_until, 'queue', queue,
             'event', jsonb_build_object('name', name, 'at', accepted_at, 'position', position, 'properties', properties)) order by nr) filter (where is_in),
         coalesce(not bool_and(is_in), false)
    from judged
$$;
