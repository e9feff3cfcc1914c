-- When somebody last wrote to us on a channel that takes free text only for a while after that: WhatsApp, for 24 hours.
-- Kept by the hash of the address, also where no user has it, and deleted when the window has closed.
create table inbound_windows (
  workspace text not null,
  channel text not null,
  hash text not null,
  last_at timestamptz not null,
  primary key (workspace, channel, hash)
);
create index inbound_windows_by_age on inbound_windows (last_at);
