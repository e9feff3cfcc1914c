-- ── entries by time, in their order ──────────────────────────────────────────────────────────────────────────────────
-- Dates, waiting times and grace periods that end are processed in pages of one journey, by instant and then by user.
-- Other rows have an index of their own, so that they don't wait behind a crowd of entries.
create index due_entries on due (workspace, journey, at, person, kind, ref)
  where kind in ('date', 'grace', 'inaction') and journey is not null and person is not null;
create index due_entries_next on due (workspace, at)
  where kind in ('date', 'grace', 'inaction') and journey is not null and person is not null;
create index due_others_next on due (workspace, at)
  where not (kind in ('date', 'grace', 'inaction') and journey is not null and person is not null);
drop index due_next;
