-- Since when the rest of a queue with a capacity has waited for this user's lock (store/broadcasts/in-turn.ts).
alter table queued add column busy_since timestamptz;
