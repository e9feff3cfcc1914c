-- ── pages of a large workspace ───────────────────────────────────────────────────────────────────────────────────────
-- Each list reads one page along an index, whatever it is filtered by. Indexes on rare states are partial and cost next to nothing.

-- Instances of a version, and of a reason; paused ones, stuck ones and the control group, latest first.
create index instances_of_version on instances (workspace, journey, version, id);
create index instances_by_reason on instances (workspace, journey, exit_reason, id) where exit_reason is not null;
create index instances_paused on instances (workspace, id) where paused_at is not null and ended_at is null;
create index instances_stuck_latest on instances (workspace, id) where stuck is not null and ended_at is null;
create index instances_starting_latest on instances (workspace, id) where status = 'starting';
create index instances_control_latest on instances (workspace, id) where status = 'control';
drop index instances_in_control;
create index instances_in_control on instances (workspace, journey, id) where status = 'control';

-- Counting who is where needs no row: the version and the entry are in the index.
drop index instances_at;
create index instances_at on instances (workspace, journey, node, id) include (version, entered_at) where ended_at is null;
-- What the live counts add to the sums: held ones, those that wait for a date, and those that may be stuck.
create index instances_waiting on instances (workspace, journey, node) where ended_at is null and (held or keeps_date);
create index instances_stuck_in on instances (workspace, journey) where stuck is not null and ended_at is null;
create index instances_wake_in on instances (workspace, journey, wakes_at) where ended_at is null and wakes_at is not null;

-- A trend counts entries and exits without reading rows.
drop index instances_entered;
create index instances_entered on instances (workspace, journey, entered_at) include (version, status, person);
drop index instances_left;
create index instances_left on instances (workspace, journey, ended_at) include (version, status) where ended_at is not null;

-- Refusals of a journey, latest first; those of one person, for erasure.
create index refusals_latest on refusals (workspace, journey, position desc);
create index refusals_of_person on refusals (workspace, person);

create index due_qualifying on due (workspace, journey, ref) where kind in ('inaction', 'grace');
create index inbox_of_recipient on inbox (workspace, lower(recipient), caught_at desc, key desc);
create index audit_latest on audit (workspace, id desc);
create index conversions_of_person on conversions (workspace, person);
create index list_rows_of_user on list_rows (workspace, user_id);
create index idempotency_age on idempotency (created_at);
