-- ── settings and state of channels ───────────────────────────────────────────────────────────────────────────────────
-- What operators have set for providers: one row, for the whole installation, since the environment's credentials are.
create table channel_settings (
  is_only boolean primary key default true check (is_only),
  version int not null,
  settings jsonb not null,
  changed_at timestamptz not null default clock_timestamp()
);

-- The latest turn of each provider with a limit, in milliseconds of the database's clock. Workers take their turns here,
-- so the limit holds for all of them together.
create table provider_turns (
  channel text not null,
  provider text not null,
  last_at double precision not null,
  primary key (channel, provider)
) with (fillfactor = 50);

-- What each worker last reported about a provider.
create table provider_reports (
  worker text not null,
  channel text not null,
  provider text not null,
  reported_at timestamptz not null,
  report jsonb not null,
  primary key (worker, channel, provider)
) with (fillfactor = 50);
create index provider_reports_age on provider_reports (reported_at);

-- Messages that a provider didn't take yet, for the count of each channel.
create index messages_waiting on messages (workspace, channel, claimed_at) where state = 'reserved' and attempts > 0;
