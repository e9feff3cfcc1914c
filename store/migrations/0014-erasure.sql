-- Somebody is erased: what is stored of them has gone in one transaction, and what Temporal keeps of them goes run by run (design.md §7.14).
create table erasures (
  workspace text not null,
  id text not null,
  state text not null default 'deleting' check (state in ('deleting', 'done')),
  requested_at timestamptz not null default now(),
  requested_by text not null,
  -- Instances that were ended; all of theirs; runs that have been deleted.
  ended int not null,
  instances int not null,
  runs int not null default 0,
  -- Whose runs are still to be deleted: they tell the user id, and are emptied as they go.
  workflow_ids text[] not null,
  done_at timestamptz,
  primary key (workspace, id)
);
create index erasures_open on erasures (requested_at) where state = 'deleting';
