-- ── people who sign in ───────────────────────────────────────────────────────────────────────────────────────────────
-- Whoever uses the web app acts with a key, which they have given once: the browser holds a token that only we can tell to be one.
create table sessions (
  token_hash bytea primary key,
  workspace text not null,
  key text not null references api_keys (id) on delete cascade,
  -- Who it is, in their own words.
  name text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index sessions_end on sessions (expires_at);

-- Printed at a start, to sign in by once.
create table sign_in_codes (
  code_hash bytea primary key,
  workspace text not null,
  key text not null references api_keys (id) on delete cascade,
  expires_at timestamptz not null
);
