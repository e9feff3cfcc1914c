-- ── what time alone changes ──────────────────────────────────────────────────────────────────────────────────────────
-- Picked up when the workspace's clock has passed `at`: under the person's lock, or, where it concerns nobody in particular, in a transaction
-- of its own (design.md §8).
create table due (
  workspace text not null,
  -- Which handler takes it: due/handlers.ts.
  kind text not null,
  -- What tells it from others of its kind: the same again moves it.
  ref text not null,
  person text,
  journey text,
  at instant not null,
  data jsonb not null default '{}',
  attempts int not null default 0,
  retry_at timestamptz,
  primary key (workspace, kind, ref)
);
create index due_next on due (workspace, at);
create index due_of_person on due (workspace, person, kind) where person is not null;
create index due_of_journey on due (workspace, journey, kind) where journey is not null;

-- Whether an event means something to whoever has these interests: names of events, `trait:<name>` for a change of that trait, `segment:<id>`
-- for coming into or out of that segment (journey/engine/version.ts writes them).
create function concerns(event_name text, properties jsonb, interests text[]) returns boolean language sql immutable parallel safe as $$
  select event_name = any(interests)
      or (event_name = '$profile.changed' and exists (select from jsonb_object_keys(properties) as trait where 'trait:' || trait = any(interests)))
      or (event_name in ('$segment.joined', '$segment.left') and 'segment:' || (properties ->> 'segment') = any(interests))
$$;
