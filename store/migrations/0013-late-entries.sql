-- End of entry with which the journey closed by itself, when nobody was inside any more: what was accepted before it, and had not been looked at, still
-- lets somebody in. Another `entry_until` means that it has been changed since.
alter table journeys add column took_until instant;
create index journeys_closed on journeys (workspace, entry_event) where took_until is not null;
