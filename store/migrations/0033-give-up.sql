-- A send that is tried again: when it is tried next, when that is the last time, and whether an attempt may have reached its provider.
-- `detail` and `status` are those of the last answer until it is settled.
alter table messages
  add column next_try_at instant,
  add column gives_up_at instant,
  add column may_be_out boolean not null default false;

-- Few at any time.
create index messages_retrying on messages (workspace, instance) where state = 'reserved' and attempts > 0;
