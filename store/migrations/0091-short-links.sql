-- ── short links of tracked SMS ───────────────────────────────────────────────────────────────────────────────────────
-- Where `/l/<id>` leads, and in which message it stands. Deleted with the message.
create table short_links (
  -- From a secret: it can't be guessed, and a repeated attempt of the message has the same.
  id text primary key,
  workspace text not null,
  channel text not null,
  message_key text not null,
  url text not null
);
create index short_links_by_message on short_links (workspace, message_key);
