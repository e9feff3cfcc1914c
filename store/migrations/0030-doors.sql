-- Temporal's UI and CLI reach this table too: a command that the engine cannot apply is never stored. Rows from before are left alone, and can
-- be refused.
alter table commands add constraint commands_applicable check (state <> 'waiting' or (
  jsonb_typeof(command) = 'object'
  and case command ->> 'name'
        when 'pause' then true
        when 'resume' then true
        when 'retry' then true
        when 'skip' then true
        when 'move' then jsonb_typeof(command -> 'to') = 'string'
        when 'exit' then jsonb_typeof(command -> 'reason') = 'string'
        when 'migrate' then jsonb_typeof(command -> 'version') = 'number' and command -> 'how' is not null
        else false
      end) is true) not valid;

-- A claim is a lease by the real clock: whoever finds it alive waits, since the provider may be busy with the message.
alter table messages add column lease_until timestamptz;
