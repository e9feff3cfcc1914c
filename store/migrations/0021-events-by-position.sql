-- What reads the events of all by position needs them exactly: an index of blocks names whole ranges of them, and is of no use once rows
-- have been deleted, since new events then fill old blocks. It grows at its end alone, so that keeping it costs an insert little.
drop index events_position_idx;
create index events_by_position on events (position);
