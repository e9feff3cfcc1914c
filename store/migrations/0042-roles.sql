-- ── two roles ────────────────────────────────────────────────────────────────────────────────────────────────────────
-- One role owns the schema and migrates, another runs API and worker: store/schema/roles.ts grants it what it needs. What only an owner may do and a
-- worker has to is a function here. Each runs as the owner, with a fixed search path, and does one thing.

-- What an entry changed: fields and their values, or versions. Never secrets.
alter table audit add column before jsonb;
alter table audit add column after jsonb;

-- How long audit entries are kept. `sojourn migrate` writes KEEP_AUDIT_DAYS here; the role that runs can only read it.
create table audit_policy (
  is_only boolean primary key default true check (is_only),
  keep_days int not null check (keep_days > 0)
);
insert into audit_policy (keep_days) values (730);

-- Deletes the oldest entries that have been kept for long enough. Returns how many.
create function retire_audit(max_rows int) returns bigint language sql volatile security definer set search_path = sojourn, pg_temp as $$
  with gone as (
    delete from audit where id = any(array(
      select id from audit
       where at < clock_timestamp() - (select keep_days from audit_policy) * interval '24 hours'
       order by at limit max_rows))
    returning 1
  )
  select count(*) from gone
$$;

-- Makes the partition of `events` that begins at an instant, the first of a month in UTC, with the condition of its month, so that attaching it reads
-- no row. Does nothing where it is there.
create function make_events_month(in_from instant) returns void language plpgsql volatile security definer set search_path = sojourn, pg_temp as $$
declare
  month constant timestamp := date_trunc('month', at_time(in_from) at time zone 'UTC');
  until constant bigint := extract(epoch from (month + interval '1 month') at time zone 'UTC') * 1000;
  name constant text := 'events_' || to_char(month, 'YYYY_MM');
begin
  if in_from <> extract(epoch from month at time zone 'UTC') * 1000 then
    raise exception 'no month begins at %', in_from using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('partitions', 2));
  if exists (select from pg_inherits where inhparent = 'events'::regclass and inhrelid = to_regclass(name)) then
    return;
  end if;
  execute format('create table if not exists %I (like events including all, check (accepted_at >= %s and accepted_at < %s))', name, in_from, until);
  execute format('alter table events attach partition %I for values from (%s) to (%s)', name, in_from, until);
end $$;

-- Takes a month's partition out of `events` and drops it. Does nothing where it is gone; the default partition stays.
create function drop_events_month(in_name text) returns void language plpgsql volatile security definer set search_path = sojourn, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('partitions', 2));
  if in_name !~ '^events_\d{4}_\d{2}$'
    or not exists (select from pg_inherits where inhparent = 'events'::regclass and inhrelid = to_regclass(in_name)) then
    return;
  end if;
  execute format('alter table events detach partition %I', in_name);
  execute format('drop table %I', in_name);
end $$;

-- Once many have been queued, the planner is told.
create function analyze_queued() returns void language plpgsql volatile security definer set search_path = sojourn, pg_temp as $$
begin
  analyze queued;
end $$;

revoke execute on function retire_audit(int), make_events_month(instant), drop_events_month(text), analyze_queued() from public;
