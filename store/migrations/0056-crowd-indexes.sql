-- Users of a journey's versions who met its goals are counted without their rows.
create index conversions_of_groups on conversions (workspace, journey, version, goal, person) include (is_control);

-- Traits are suggested from the profiles that changed last.
create index persons_changed on persons (workspace, updated_at) where profile <> '{}';

-- The clock is read once, as a value that the index can be asked by: a volatile function in the condition made it look at every entry.
create or replace function retire_audit(max_rows int) returns bigint language sql volatile security definer set search_path = sojourn, pg_temp as $$
  with gone as (
    delete from audit where id = any(array(
      select id from audit
       where at < (select clock_timestamp() - keep_days * interval '24 hours' from audit_policy)
       order by at limit max_rows))
    returning 1
  )
  select count(*) from gone
$$;
