-- Where an instance begins to read, if not at the event that let it in: who qualifies by not doing something, or by a date, enters after what
-- had been accepted by then.
alter table instances add column begins_at bigint;
