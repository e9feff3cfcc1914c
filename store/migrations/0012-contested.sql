-- An entry at a moment of its own, such as the end of the time of an `inaction`, keeps all that it is judged by while it waits for the live instance
-- to read past it. All null: an event, judged as of its acceptance.
alter table contested add column at instant;
-- Position of the last that was accepted before it enters: what is later concerns it.
alter table contested add column begins_at bigint;
-- The last that was accepted by that moment: where the live instance has read it, and still lives, it was inside.
alter table contested add column reads_to bigint;
alter table contested add column grace_until instant;
alter table contested add column queue text not null default 'live' check (queue in ('live', 'bulk'));
