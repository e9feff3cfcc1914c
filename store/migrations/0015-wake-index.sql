-- Until a table has been analysed, every partial index looks as cheap as any other, and this one was read whole to find one person's instances.
-- With this condition only those who ask by `wakes_at` can use it.
drop index instances_wake;
create index instances_wake on instances (wakes_at) where ended_at is null and wakes_at is not null;
