-- ── what was set aside ───────────────────────────────────────────────────────────────────────────────────────────────
-- Listed in the order in which they came, and tried again by their id.
alter table dead_letters
  add column id bigint generated always as identity,
  -- The due row that could not be done, whole, so that it can be set again. Null: an event, or what called itself forth too often.
  add column due jsonb;
create unique index dead_letters_id on dead_letters (workspace, id);
