-- Providers also report bounces, complaints and unsubscriptions: messages store when each was first reported, and
-- reports count them.

alter table messages
  add column bounced_at instant,
  add column complained_at instant,
  add column unsubscribed_at instant;

create or replace function measures_of(m messages) returns text[] language sql immutable as $$
  select array_remove(array[
    case m.state when 'settled' then 'outcome:' || m.outcome else 'under-way' end,
    case when m.delivered_at is not null then 'delivered' end,
    case when m.viewed_at is not null then 'viewed' end,
    case when m.clicked_at is not null then 'clicked' end,
    case when m.replied_at is not null then 'replied' end,
    case when m.bounced_at is not null then 'bounced' end,
    case when m.complained_at is not null then 'complained' end,
    case when m.unsubscribed_at is not null then 'unsubscribed' end], null)
$$;

drop trigger messages_counted on messages;
create trigger messages_counted after update on messages for each row
  when ((old.state, old.outcome, old.version, old.template, old.delivered_at is null, old.viewed_at is null,
         old.clicked_at is null, old.replied_at is null, old.bounced_at is null, old.complained_at is null,
         old.unsubscribed_at is null)
        is distinct from
        (new.state, new.outcome, new.version, new.template, new.delivered_at is null, new.viewed_at is null,
         new.clicked_at is null, new.replied_at is null, new.bounced_at is null, new.complained_at is null,
         new.unsubscribed_at is null))
  execute function count_message();
