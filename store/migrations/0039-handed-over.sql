-- Whether the claimed attempt has begun the hand-over itself. Adapters that say when it begins (e-mail: before the final dot of DATA) claim with
-- `false`; a claim that breaks off before is surely not sent.
alter table messages add column handed boolean not null default true;
