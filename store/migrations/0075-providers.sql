-- The provider that the latest attempt was handed to. While that provider may have the message, no other may get it.
alter table messages add column provider text;
