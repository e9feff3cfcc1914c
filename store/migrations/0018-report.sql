-- What a report of a range reads: columns that are written once, so that the updates of a row stay cheap.
create index instances_entered on instances (workspace, journey, entered_at);
create index instances_left on instances (workspace, journey, ended_at) where ended_at is not null;
create index messages_of_journey on messages (workspace, journey, node);
create index refusals_at on refusals (workspace, journey, refused_at);
