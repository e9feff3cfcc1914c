-- Callbacks get lost. How often a provider has been asked what became of a message without a final report: once an hour
-- after it was sent, and once a day after.
alter table messages add column asked smallint not null default 0;

-- Only providers that can be asked, so that the index holds few messages. A provider that learns to be asked needs an
-- index of its own here.
create index messages_to_ask on messages (channel, provider, asked, settled_at)
  where asked < 2 and state = 'settled' and outcome in ('sent', 'unknown') and provider_id is not null
    and provider in ('twilio', 'resend') and delivered_at is null and viewed_at is null and clicked_at is null
    and replied_at is null and bounced_at is null and complained_at is null and failed_at is null;
