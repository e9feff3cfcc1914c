-- ── the company's own code ───────────────────────────────────────────────────────────────────────────────────────────
-- Activities that workers run, for every workspace: what publishing checks a document by, and what authors choose from.
create table activities (
  name text primary key,
  -- RegisteredActivity: title, about, ports, schemas of input and output.
  told jsonb not null,
  -- When a worker that has it last said so.
  seen_at timestamptz not null default now()
);
