-- Users are listed by their id, and found by how it begins. It is written once, so that changes of a profile stay cheap.
create index persons_by_user_id on persons (workspace, user_id collate "C");

-- What a workspace has in common: its zone, and what new journeys begin with (journey/delivery/settings.ts).
alter table workspaces add column settings jsonb not null default '{}';
