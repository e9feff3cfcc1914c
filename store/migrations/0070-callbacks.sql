-- Providers call back: with reports about messages, and with messages that users sent. Each is stored before the call
-- is answered, and applied afterwards, once, in any order.

create table callbacks (
  id bigint generated always as identity primary key,
  workspace text not null,
  channel text not null,
  provider text not null,
  -- Repeats of a callback have the same.
  dedupe text not null,
  kind text not null check (kind in ('report', 'inbound')),
  -- What it says, in our words, and as it came. Both are emptied with their user, or if no message and no user match.
  content jsonb not null,
  raw jsonb,
  received_at timestamptz not null default clock_timestamp(),
  -- waiting: to be applied at `next_at`, such as when its message is settled. unmatched: nothing was found for it.
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'unmatched')),
  tries int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  person text,
  unique (workspace, channel, provider, dedupe)
);
create index callbacks_waiting on callbacks (next_at) where state = 'waiting';
create index callbacks_of_person on callbacks (workspace, person) where person is not null;
create index callbacks_by_age on callbacks (received_at);

-- confirmed_at: the outcome was `unknown` until the provider reported about the message. failed_at: it failed after it
-- had been sent. machine_…: made by a scanner or a mail program, which counts apart.
alter table messages
  add column confirmed_at instant,
  add column failed_at instant,
  add column machine_viewed_at instant,
  add column machine_clicked_at instant;
create index messages_by_provider on messages (workspace, provider_id) where provider_id is not null;

create or replace function measures_of(m messages) returns text[] language sql immutable as $$
  select array_remove(array[
    case m.state when 'settled' then 'outcome:' || m.outcome else 'under-way' end,
    case when m.confirmed_at is not null then 'confirmed' end,
    case when m.failed_at is not null then 'failed-later' end,
    case when m.delivered_at is not null then 'delivered' end,
    case when m.viewed_at is not null then 'viewed' end,
    case when m.clicked_at is not null then 'clicked' end,
    case when m.machine_viewed_at is not null then 'machine-viewed' end,
    case when m.machine_clicked_at is not null then 'machine-clicked' end,
    case when m.replied_at is not null then 'replied' end,
    case when m.bounced_at is not null then 'bounced' end,
    case when m.complained_at is not null then 'complained' end,
    case when m.unsubscribed_at is not null then 'unsubscribed' end], null)
$$;

drop trigger messages_counted on messages;
create trigger messages_counted after update on messages for each row
  when ((old.state, old.outcome, old.version, old.template, old.delivered_at is null, old.viewed_at is null,
         old.clicked_at is null, old.replied_at is null, old.bounced_at is null, old.complained_at is null,
         old.unsubscribed_at is null, old.confirmed_at is null, old.failed_at is null,
         old.machine_viewed_at is null, old.machine_clicked_at is null)
        is distinct from
        (new.state, new.outcome, new.version, new.template, new.delivered_at is null, new.viewed_at is null,
         new.clicked_at is null, new.replied_at is null, new.bounced_at is null, new.complained_at is null,
         new.unsubscribed_at is null, new.confirmed_at is null, new.failed_at is null,
         new.machine_viewed_at is null, new.machine_clicked_at is null))
  execute function count_message();
