-- ── who waits for the forwarder ──────────────────────────────────────────────────────────────────────────────────────
-- One row a person, however much waits: nobody waits behind somebody else's rows. A claim is a lease by this database's clock.
alter table outbox rename to outbox_rows;

create table outbox (
  workspace text not null,
  person text not null,
  -- Events after this position, up to that one, wait; the same: none does.
  after bigint not null default 0,
  upto bigint not null default 0,
  -- Segments have taken into account what was accepted up to here.
  kept_to bigint not null default 0,
  -- How often a look at the person's instances has been asked for, whatever events there are.
  looks int not null default 0,
  -- Live events go before it.
  is_bulk boolean not null default false,
  -- Nobody claims it earlier: the end of a lease, or of a wait after a failure.
  ready_at timestamptz not null default clock_timestamp(),
  -- Who has it in hand: a number of its own for each claim.
  claimed_by bigint,
  since timestamptz not null default clock_timestamp(),
  primary key (workspace, person)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000);
create index outbox_ready on outbox (is_bulk, ready_at);
create sequence outbox_claims as bigint cache 50;

insert into outbox (workspace, person, after, upto, kept_to, looks, is_bulk)
select workspace, person, coalesce(min(position) - 1, 0), coalesce(max(position), 0),
       coalesce(min(position) filter (where not is_kept) - 1, max(position), 0), count(*) filter (where position is null), bool_and(is_bulk)
  from outbox_rows group by workspace, person;

-- Events that are looked at one by one: they could not be judged, or are judged again.
create table outbox_events (
  workspace text not null,
  person text not null,
  position bigint not null,
  attempts int not null default 0,
  retry_at timestamptz not null default clock_timestamp(),
  primary key (workspace, person, position)
);
insert into outbox_events (workspace, person, position, attempts, retry_at)
select workspace, person, position, attempts, coalesce(retry_at, clock_timestamp()) from outbox_rows where attempts > 0 and position is not null
on conflict do nothing;
drop table outbox_rows;

-- Asks for a look at a person's instances. Whoever has the person in hand will see that it has been asked meanwhile.
create function announce(in_workspace text, in_person text, in_bulk boolean default false) returns void language sql volatile as $$
  insert into outbox as o (workspace, person, looks, is_bulk) values (in_workspace, in_person, 1, in_bulk)
  on conflict (workspace, person) do update
     set looks = o.looks + 1, is_bulk = o.is_bulk and excluded.is_bulk,
         ready_at = case when o.claimed_by is null then least(o.ready_at, excluded.ready_at) else o.ready_at end
$$;

-- The last position of a page of a person's events: at most so many rows, and bytes as they are stored; one event at least.
create function page_end(in_workspace text, in_person text, in_after bigint, in_upto bigint, max_rows int, max_bytes bigint)
returns bigint language sql stable as $$
  select coalesce(
    (select min(position) - 1
       from (select position, row_number() over w as nr, sum(pg_column_size(properties)) over w as bytes
               from (select position, properties from events
                      where workspace = in_workspace and person = in_person and position > in_after and position <= in_upto
                      order by position limit max_rows + 1) e
             window w as (order by position)) p
      where nr > 1 and (nr > max_rows or bytes > max_bytes)),
    in_upto)
$$;

-- The same, and what was accepted together is not cut: it is one input. Alone it is taken whole.
create function page_end_whole(in_workspace text, in_person text, in_after bigint, in_upto bigint, max_rows int, max_bytes bigint)
returns bigint language plpgsql stable as $$
declare
  last bigint := page_end(in_workspace, in_person, in_after, in_upto, max_rows, max_bytes);
  together bigint;
begin
  if last >= in_upto then return in_upto; end if;
  select acceptance into together from events
   where workspace = in_workspace and person = in_person and position > last order by position limit 1;
  if together > last then return last; end if;
  if exists (select from events where workspace = in_workspace and person = in_person and position > in_after and position < together) then
    return together - 1;
  end if;
  return (select max(position) from (
    select position, acceptance from events
     where workspace = in_workspace and person = in_person and position >= together order by position limit 1000) e where acceptance = together);
end $$;

-- Whether some journey could be entered by an event of this name.
create index journeys_listening on journeys (workspace, entry_event) where state <> 'archived';
