import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import type { NamedDevice } from '../people/devices.ts';

/** One event of a person, checked, and the traits that it changes. */
export interface PersonMessage {
  readonly messageId: string;
  readonly person: PersonId;
  readonly name: string;
  readonly properties: JsonObject;
  readonly traits?: JsonObject;
  readonly device?: NamedDevice;
  /** When it says it happened: for reports, never for decisions. */
  readonly occurredAt?: Instant;
  readonly hops?: number;
  /** Word of it may wait: live events go before it. */
  readonly isBulk?: boolean;
  /** When it is accepted, where it has a moment of its own. */
  readonly at?: Instant;
}

/**
 * Inserts events and announces the events that concern a journey or a segment. Returns the position of each message, in
 * the order of `messages`; undefined if its message ID is known, or if its user has been erased. Message IDs must be
 * distinct.
 *
 * An event is announced if at least one of these is true:
 *
 * - It can let its user into a journey.
 * - A segment names it.
 * - It concerns a live instance of the user, or one whose goal window is open.
 * - It counts as a goal of an IntelliNODE that has assigned the user an arm.
 * - It changes a user who waits in a grace period.
 * - It is the user's first event, and the workspace has segments.
 * - It starts a workflow: `$journey.enter` and `$segment.existing`.
 *
 * The statement sees whatever is written under the user's lock. A journey or a segment that it doesn't see was
 * committed after the event was accepted; its own first look takes the users' locks later, and finds the event.
 *
 * Known message IDs use up positions too: positions have gaps anyway. Each lookup is a subquery with `offset 0`, which
 * the planner can't turn into a join, so that one message costs one lookup before the tables have been analyzed, too.
 */
export async function insertEvents(
  sql: Sql,
  workspace: WorkspaceId,
  now: Instant,
  messages: readonly PersonMessage[],
): Promise<readonly (number | undefined)[]> {
  const [row] = await sql<{ numbers: readonly number[]; positions: readonly number[] }>`
  with incoming as materialized (
    select nextval('positions') as position, in_order.* from (
      select i.message_id, i.person, i.name, i.occurred_at, i.hops, i.is_bulk, i.properties, i.nr,
             -- bulk pages are accepted by the workspace's clock
             case when i.is_bulk then user_time(${workspace}, i.person, i.at) else i.at end as at
        from rows from (
        unnest(
          ${messages.map(({ messageId }) => messageId)}::text[], ${messages.map(({ person }) => person)}::text[],
          ${messages.map(({ name }) => name)}::text[],
          ${messages.map(({ occurredAt }) => occurredAt ?? null)}::bigint[],
          ${messages.map(({ hops }) => hops ?? 0)}::smallint[],
          ${messages.map(({ isBulk }) => isBulk ?? false)}::boolean[],
          ${messages.map(({ at }) => at ?? now)}::bigint[]),
        jsonb_array_elements(${JSON.stringify(messages.map(({ properties }) => properties))}::jsonb)
      ) with ordinality as i (message_id, person, name, occurred_at, hops, is_bulk, at, properties, nr)
       cross join lateral (select from persons p where p.workspace = ${workspace} and p.id = i.person offset 0) as alive
       order by nr) as in_order
  ), keyed as (
    insert into event_keys (workspace, message_id, position, accepted_at)
    select ${workspace}, message_id, position, at from incoming
    on conflict do nothing
    returning position
  ), fresh as materialized (
    select * from incoming where (position in (select position from keyed)) is true
  ), stored as (
    insert into events (workspace, person, position, acceptance, accepted_at, name, properties, message_id, occurred_at,
                        hops)
    select ${workspace}, person, position, min(position) over (partition by person, at), at, name, properties,
           message_id, occurred_at, hops from fresh
  ), names as materialized (
    select name, exists (select from journeys j where j.workspace = ${workspace} and j.entry_event = n.name
                         and j.state <> 'archived' and j.entry_where = '{}')
                 or exists (select from segments s
                            where s.workspace = ${workspace} and n.name = any(s.mentions)) as is_heard,
           exists (select from experiments x
                   where x.workspace = ${workspace} and n.name = any(x.goal_events)) as is_goal
      from (select distinct name from fresh) n
  ), heard as (
    select i.person, i.position, i.is_bulk
      from fresh i join names n using (name)
     where (
       n.is_heard or i.name in ('$journey.enter', '$segment.existing') -- starts a workflow
       or exists (select from instances p
                  where p.workspace = ${workspace} and p.person = i.person and p.ended_at is null
                     and (i.name = any(p.interests)
                          or (starts_with(i.name, '$') and concerns(i.name, i.properties, p.interests))))
       or exists (select from instances p
                  where p.workspace = ${workspace} and p.person = i.person and p.goals_until is not null
                     and (i.name = any(p.interests)
                          or (starts_with(i.name, '$') and concerns(i.name, i.properties, p.interests))))
       or n.is_goal and exists (select from assignments a
                                join experiments x on (x.workspace, x.journey, x.experiment)
                                                      = (a.workspace, a.journey, a.experiment)
                   where a.workspace = ${workspace} and a.person = i.person and i.name = any(x.goal_events))
       or (starts_with(i.name, '$') and (
             exists (select from journeys j
                      where j.workspace = ${workspace} and j.entry_event = i.name and j.state <> 'archived'
                        and j.entry_where <@ i.properties)
             or exists (select from due d
                        where d.workspace = ${workspace} and d.person = i.person and d.kind = 'grace' offset 0)
             or exists (select from segments s
                        where s.workspace = ${workspace} and concerns(i.name, i.properties, s.mentions))))
       or (exists (select from segments s where s.workspace = ${workspace}) -- a new user is evaluated for all segments
           and not exists (select from events e where e.workspace = ${workspace} and e.person = i.person offset 0)))
  ), announced as (
    insert into outbox as o (workspace, person, after, upto, kept_to, is_bulk)
    select ${workspace}, person, min(position) - 1, max(position), min(position) - 1, bool_and(is_bulk) from heard
     group by person order by person
    on conflict (workspace, person) do update
       set after = case when o.after = o.upto then excluded.after else o.after end,
           kept_to = case when o.after = o.upto then excluded.after else o.kept_to end,
           upto = excluded.upto, is_bulk = o.is_bulk and excluded.is_bulk,
           ready_at = case when o.claimed_by is null then least(o.ready_at, excluded.ready_at) else o.ready_at end
  )
  select coalesce(json_agg(nr), '[]') as numbers, coalesce(json_agg(position), '[]') as positions from fresh`;
  const found: (number | undefined)[] = messages.map(() => undefined);
  row?.numbers.forEach((nr, index) => {
    found[nr - 1] = row.positions[index];
  });
  return found;
}
