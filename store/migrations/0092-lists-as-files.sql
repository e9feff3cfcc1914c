-- A user who is on a list twice is entered once. Rows that were uploaded before have no entry key here, and never
-- conflict.
alter table list_rows add column entry_key text;
-- Traits and consents that the row's user gets before they enter.
alter table list_rows add column changes jsonb;
drop index list_rows_of_user;
create unique index list_rows_of_user on list_rows (workspace, user_id, journey, broadcast, entry_key);

-- `refused`: the row doesn't enter its user. `repeated`: an earlier row has the same user. `unchanged`: the user enters,
-- but the row's traits or consents weren't stored.
alter table list_rejects
  add column outcome text not null default 'refused' check (outcome in ('refused', 'repeated', 'unchanged'));

alter table broadcasts
  add column repeated bigint not null default 0,
  -- How the file was read.
  add column file jsonb,
  -- The upload that may write rows now; null once its rows may be deleted.
  add column writer text,
  -- The last row that was stored, and a hash of the rows up to it, from which an upload can be resumed.
  add column last_row bigint not null default 0,
  add column rows_hash text,
  drop constraint broadcasts_state_check,
  add constraint broadcasts_state_check
    check (state in ('uploading', 'waiting', 'filling', 'filled', 'skipped', 'failed', 'cancelled'));
