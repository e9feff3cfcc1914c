-- Segments of SMS that a workspace has sent on a day of UTC, and messages that its budget held back.
create table sms_days (
  workspace text not null,
  day date not null,
  segments bigint not null default 0,
  held bigint not null default 0,
  primary key (workspace, day)
);

-- Segments that the day's budget was charged for a message. Null: not yet. A repeated attempt isn't charged again.
alter table messages add column segments int;
