-- Many persons at once, each in a transaction of its own: whoever holds several rows of the outbox holds the locks of their persons, and a job
-- doesn't. What a crash loses here is found again by the job's next look, so that nobody waits for the disk.
create procedure announce_each(in_workspaces text[], in_persons text[], in_bulk boolean) language plpgsql as $$
begin
  for nr in 1 .. cardinality(in_persons) loop
    perform set_config('synchronous_commit', 'off', true);
    perform announce(in_workspaces[nr], in_persons[nr], in_bulk);
    commit;
  end loop;
end $$;
