-- A list that is sent again before it was whole begins anew at once: each sending keeps its rows under a name of its own.
alter table broadcasts add column rows_under text;
-- When something of it last came in.
alter table broadcasts add column touched_at timestamptz not null default now();

-- Of lists that didn't get whole: their rows are taken away in pages.
create table stale_uploads (
  workspace text not null,
  journey text not null,
  rows_under text not null,
  primary key (workspace, journey, rows_under)
);
