import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** One event of a person, checked, and the traits that it changes. */
export interface PersonMessage {
  readonly messageId: string;
  readonly person: PersonId;
  readonly name: string;
  readonly properties: JsonObject;
  readonly traits?: JsonObject;
  /** When it says it happened: for reports, never for decisions. */
  readonly occurredAt?: Instant;
  readonly hops?: number;
  /** Word of it may wait: live events go before it. */
  readonly isBulk?: boolean;
  /** When it is accepted, where it has a moment of its own. */
  readonly at?: Instant;
}

/**
 * Whose events are forwarded is decided here: those that somebody listens to, a journey that they could let their person into, a segment, an instance
 * of the person's that is live or whose window is open, a goal of an IntelliNODE that has given them an arm, an entry that waits for a change of
 * theirs. What is written under the person's lock cannot slip between. A journey or a segment that this statement does not see is committed after
 * the event was accepted; its own first look at everybody takes the persons' locks later, and finds the event.
 */
export const insertEvents = (
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  messages: readonly PersonMessage[],
) => sql<{
  messageId: string;
  position: number;
}>`
  with incoming as (
    select distinct on (message_id) * from unnest(
      ${messages.map(({ messageId }) => messageId)}::text[], ${messages.map(({ person }) => person)}::text[],
      ${messages.map(({ name }) => name)}::text[], ${messages.map(({ properties }) => properties)}::jsonb[],
      ${messages.map(({ occurredAt }) => occurredAt ?? null)}::bigint[], ${messages.map(({ hops }) => hops ?? 0)}::smallint[],
      ${messages.map(({ isBulk }) => isBulk ?? false)}::boolean[], ${messages.map(({ at }) => at ?? now)}::bigint[]
    ) with ordinality as incoming (message_id, person, name, properties, occurred_at, hops, is_bulk, at, nr)
    order by message_id, nr
  ), fresh as (
    insert into event_keys (workspace, message_id, position, accepted_at)
    select ${workspace}, message_id, nextval('positions'), at from (
      select message_id, at from incoming i
       where exists (select from persons p where p.workspace = ${workspace} and p.id = i.person) order by nr) as in_order
    on conflict do nothing
    returning message_id, position
  ), stored as (
    insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id, occurred_at, hops)
    select ${workspace}, person, position, min(position) over (partition by person, at), at, name, properties, message_id, occurred_at, hops
      from incoming join fresh using (message_id)
  ), names as materialized (
    select name, exists (select from journeys j where j.workspace = ${workspace} and j.entry_event = n.name and j.state <> 'archived' and j.entry_where = '{}')
                 or exists (select from segments s where s.workspace = ${workspace} and n.name = any(s.mentions)) as is_heard
      from (select distinct name from incoming) n
  ), heard as (
    select i.person, f.position, i.is_bulk
      from incoming i join fresh f using (message_id) join names n using (name)
     where (
       n.is_heard or i.name in ('$journey.enter', '$segment.existing') -- somebody who has entered is to be started
       or exists (select from instances p where p.workspace = ${workspace} and p.person = i.person and p.ended_at is null
                     and (i.name = any(p.interests) or (starts_with(i.name, '$') and concerns(i.name, i.properties, p.interests))))
       or exists (select from instances p where p.workspace = ${workspace} and p.person = i.person and p.goals_until is not null
                     and (i.name = any(p.interests) or (starts_with(i.name, '$') and concerns(i.name, i.properties, p.interests))))
       or exists (select from assignments a join experiments x on (x.workspace, x.journey, x.experiment) = (a.workspace, a.journey, a.experiment)
                   where a.workspace = ${workspace} and a.person = i.person and i.name = any(x.goal_events))
       or (starts_with(i.name, '$') and (
             exists (select from journeys j
                      where j.workspace = ${workspace} and j.entry_event = i.name and j.state <> 'archived' and j.entry_where <@ i.properties)
             or exists (select from due d where d.workspace = ${workspace} and d.person = i.person and d.kind = 'grace')
             or exists (select from segments s where s.workspace = ${workspace} and concerns(i.name, i.properties, s.mentions))))
       or (exists (select from segments s where s.workspace = ${workspace}) -- somebody new is asked of all segments
           and not exists (select from events e where e.workspace = ${workspace} and e.person = i.person)))
  ), announced as (
    insert into outbox as o (workspace, person, after, upto, kept_to, is_bulk)
    select ${workspace}, person, min(position) - 1, max(position), min(position) - 1, bool_and(is_bulk) from heard group by person order by person
    on conflict (workspace, person) do update
       set after = case when o.after = o.upto then excluded.after else o.after end,
           kept_to = case when o.after = o.upto then excluded.after else o.kept_to end,
           upto = excluded.upto, is_bulk = o.is_bulk and excluded.is_bulk,
           ready_at = case when o.claimed_by is null then least(o.ready_at, excluded.ready_at) else o.ready_at end
  )
  select message_id as "messageId", position from fresh`;
