-- ── what has been deleted ────────────────────────────────────────────────────────────────────────────────────────────
-- The last number of something with numbered versions that has been deleted: defined again under its id, its numbers go on from there, so that a
-- number means one definition for ever (ETags, memberships, caches of workers).
create table retired (
  workspace text not null,
  kind text not null check (kind in ('segment', 'draft')),
  id text not null,
  version int not null,
  primary key (workspace, kind, id)
);

-- Numbers that have been used by segments that are deleted by now left a trace in their audit entries, and drafts in theirs.
insert into retired (workspace, kind, id, version)
select workspace, 'segment', about ->> 'segment', max((about ->> 'version')::int)
  from audit where action = 'segment.put' group by 1, 3
union all
select workspace, 'draft', about ->> 'journey', max((about ->> 'revision')::int)
  from audit where action in ('draft.save', 'draft.delete') group by 1, 3;

-- Of a definition: set anew by each, so that what has been compiled from one is never taken for another, even where a database has been restored to
-- before it.
alter table segments add column definition uuid not null default gen_random_uuid();
