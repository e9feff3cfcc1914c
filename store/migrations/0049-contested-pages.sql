-- Entries that wait for a live instance are read in pages, in the order in which it reads past them.
create index contested_in_order on contested (workspace, instance, (coalesce(reads_to, position)), position);

-- Instances before this one whose waiting entries it reads too: one of those entries let it in, and the rest came after that.
alter table instances add column reads_for text[] not null default '{}';

-- A page of the entries that wait for some instances of one person, in order: at most so many rows, and bytes of their events as they are stored; one at
-- least. `has_more`: there are others behind it.
create function contested_page(in_workspace text, in_person text, in_instances text[], max_rows int, max_bytes bigint)
returns table (entries jsonb, has_more boolean) language sql stable as $$
  with first as (
    select c.*
      from unnest(in_instances) as own (id)
     cross join lateral (
       select * from contested where workspace = in_workspace and instance = own.id order by coalesce(reads_to, position), position limit max_rows + 1) c
     order by coalesce(c.reads_to, c.position), c.position limit max_rows + 1
  ), numbered as (
    select f.*, e.name, e.accepted_at, e.properties, row_number() over w as nr, sum(pg_column_size(e.properties)) over w as bytes
      from first f join events e on e.workspace = in_workspace and e.person = in_person and e.position = f.position
    window w as (order by coalesce(f.reads_to, f.position), f.position)
  ), judged as (
    select *, nr = 1 or (nr <= max_rows and bytes <= max_bytes) as is_in from numbered
  )
  select jsonb_agg(jsonb_build_object('instance', instance, 'version', version, 'moment', at, 'beginsAt', begins_at, 'readsTo', reads_to, 'graceUntil', grace_until, 'queue', queue,
             'event', jsonb_build_object('name', name, 'at', accepted_at, 'position', position, 'properties', properties)) order by nr) filter (where is_in),
         coalesce(not bool_and(is_in), false)
    from judged
$$;
