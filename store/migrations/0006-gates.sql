-- What frequency caps count: a message is a slot (design.md §7.9). `sent_at`: when it was sent; of an unknown one, its last attempt.
alter table messages
  add column tags text[] not null default '{}',
  add column counts boolean not null default true,
  add column sent_at instant,
  -- What became of it afterwards, the first time each.
  add column delivered_at instant,
  add column viewed_at instant,
  add column clicked_at instant,
  add column replied_at instant;

update messages
   set sent_at = case outcome when 'sent' then settled_at when 'unknown' then claimed_at end, counts = channel <> 'webhook';

-- Events of our own about messages that some version names: the others are not recorded, since nobody could hear of them.
create table own_events (
  workspace text not null,
  event text not null,
  journey text not null,
  primary key (workspace, event, journey)
);
