-- Operators see the callbacks that match no message.
create index callbacks_unmatched on callbacks (workspace, id) where state = 'unmatched';
