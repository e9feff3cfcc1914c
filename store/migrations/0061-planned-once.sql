-- ── functions that are planned once ──────────────────────────────────────────────────────────────────────────────────
-- PostgreSQL parses and plans an SQL function again in every statement that calls it, unless it can be inlined. These
-- can't be, and every transaction under a user's lock reads the clock. plpgsql keeps a plan for the session.
create or replace function clock(in_workspace text) returns instant language plpgsql volatile as $$
begin
  return coalesce(
    (select virtual_now from workspaces where id = in_workspace),
    floor(extract(epoch from clock_timestamp()) * 1000)::bigint);
end $$;

create or replace function announce(in_workspace text, in_person text, in_bulk boolean default false) returns void language plpgsql volatile as $$
begin
  insert into outbox as o (workspace, person, looks, is_bulk) values (in_workspace, in_person, 1, in_bulk)
  on conflict (workspace, person) do update
     set looks = o.looks + 1, is_bulk = o.is_bulk and excluded.is_bulk,
         ready_at = case when o.claimed_by is null then least(o.ready_at, excluded.ready_at) else o.ready_at end;
end $$;

create or replace function page_end(in_workspace text, in_person text, in_after bigint, in_upto bigint, max_rows int, max_bytes bigint)
returns bigint language plpgsql stable as $$
begin
  return coalesce(
    (select min(position) - 1
       from (select position, row_number() over w as nr, sum(pg_column_size(properties)) over w as bytes
               from (select position, properties from events
                      where workspace = in_workspace and person = in_person and position > in_after and position <= in_upto
                      order by position limit max_rows + 1) e
             window w as (order by position)) p
      where nr > 1 and (nr > max_rows or bytes > max_bytes)),
    in_upto);
end $$;
