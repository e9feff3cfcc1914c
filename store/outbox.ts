import type { Instance } from '../journey/engine/apply.ts';
import type { EntryEvent } from '../journey/entries/define.ts';
import { ENTER_EVENT } from '../journey/entries/index.ts';
import { InstanceId, JourneyId, PersonId, type PersonRef, WorkspaceId } from '../journey/ids.ts';
import type { JourneyEvent } from '../journey/input.ts';
import type { EntryWindow } from '../journey/state.ts';
import { instant } from '../journey/time.ts';
import type { Sql } from './sql.ts';

/** A row of the outbox: an event to be forwarded, or only word that somebody's instances want a look. */
export interface Announced {
  readonly id: number;
  /** Times that it could not be judged. */
  readonly attempts: number;
  /** Some instance of the person has ended, and a goal of it may still be met. */
  readonly hasOpenWindows: boolean;
  /** The workspace has segments, whose memberships this may change. */
  readonly hasSegments: boolean;
  readonly event: (JourneyEvent & { readonly hops: number }) | null;
  /** It may be a goal of an IntelliNODE that has given this person an arm. */
  readonly isGoal: boolean;
}

/** Looked at in one claim: enough to find persons that nobody else has. */
const LOOK_AT = 2_000;
/** Events of one person taken at once. */
const PAGE = 500;
/** Behind its deadline: longer than an outage's backlog takes. */
export const OVERDUE_MS = 600_000;

/** What somebody does now never waits for word of a broadcast: each lane has a forwarder of its own. */
export type Lane = 'live' | 'bulk';

/**
 * Persons with something in this lane of the outbox whom no other forwarder has, oldest first; all that waits of them is taken together. They are this session's until `releasePersons` or until its
 * connection ends: persons are claimed, not rows, since skipping locked rows would break their order (design.md §8).
 */
export async function claimPersons(session: Sql, atMost: number, lane: Lane = 'live'): Promise<readonly PersonRef[]> {
  const rows = await session<{ workspace: string; person: string }>`
    with waiting as materialized (
      select workspace, person, min(id) as first
        from (select * from outbox where is_bulk = ${lane === 'bulk'} and (retry_at is null or retry_at <= clock_timestamp())
               order by id limit ${LOOK_AT}) as oldest
       group by workspace, person order by first
    ), free as materialized (
      select workspace, person from waiting where pg_try_advisory_lock(hashtextextended('forward/' || workspace || '/' || person, 1)) limit ${atMost}
    )
    select * from free`;
  return rows.map(({ workspace, person }) => ({
    workspace: WorkspaceId.parse(workspace),
    person: PersonId.parse(person),
  }));
}

export const releasePersons = (session: Sql, persons: readonly PersonRef[]) => session`
  select pg_advisory_unlock(hashtextextended('forward/' || workspace || '/' || person, 1))
    from unnest(${persons.map(({ workspace }) => workspace)}::text[], ${persons.map(({ person }) => person)}::text[]) as p (workspace, person)`;

export async function announcedFor(sql: Sql, { workspace, person }: PersonRef): Promise<readonly Announced[]> {
  return sql<Announced>`
    select o.id, o.attempts,
           exists (select from instances where workspace = ${workspace} and person = ${person} and goals_until is not null) as "hasOpenWindows",
           exists (select from segments where workspace = ${workspace}) as "hasSegments",
           case when e.position is not null then jsonb_build_object(
             'name', e.name, 'at', e.accepted_at, 'position', e.position, 'properties', e.properties, 'hops', e.hops) end as event,
           coalesce(e.name = any(array(
             select unnest(x.goal_events) from assignments a join experiments x on (x.workspace, x.journey, x.experiment) = (a.workspace, a.journey, a.experiment)
              where a.workspace = ${workspace} and a.person = ${person})), false) as "isGoal"
      from (select * from outbox where workspace = ${workspace} and person = ${person} and (retry_at is null or retry_at <= clock_timestamp())
             order by id limit ${PAGE}) o
      left join events e on e.workspace = ${workspace} and e.person = ${person} and e.position = o.position
     order by o.id`;
}

/** A journey that an event could let somebody into: by the event, and the properties, that it wants. */
export interface Enterable extends EntryEvent, EntryWindow {
  readonly journey: JourneyId;
  readonly version: number;
  /** An event of this kind only makes it known when somebody will enter. */
  readonly isDated: boolean;
}

/** Journeys that one of these events could let somebody into, whether they take entries now or refuse them, and those, running or not, that are asked for by name. */
export const journeysEnteredBy = (
  sql: Sql,
  workspace: WorkspaceId,
  names: readonly string[],
  asked: readonly string[],
) => sql<Enterable>`
  select id as journey, version, entry_event as event, entry_where as where, entry_from as "entryFrom", entry_until as "entryUntil", entry_type = 'date' as "isDated" from journeys j
   where workspace = ${workspace} and state <> 'archived' and entry_event = any(${names}::text[])
  union all
  select id, version, ${ENTER_EVENT}, jsonb_build_object('$journey', id), null, null, false from journeys
   where workspace = ${workspace} and id = any(${asked}::text[])
   order by 1`;

/** A live instance, as a forwarder needs it. */
export interface Reachable {
  readonly id: InstanceId;
  readonly workflowId: string;
  readonly status: 'starting' | 'live';
  readonly step: number;
  readonly readTo: number;
  readonly nudgedTo: number;
  readonly interests: readonly string[];
  /** A fault of ours holds it: every word is worth a try. */
  readonly isStuck: boolean;
  /** A pause held it that is over now, or it has been ended from outside: it is to be woken for that alone. */
  readonly isHeld: boolean;
  readonly isClosing: boolean;
  /** Its deadline has passed long ago and it has not moved: its workflow may be gone. */
  readonly isOverdue: boolean;
  /** Position of the last thing that it cares about and has not read: an event, a command, a contested entry. Null if there is none. */
  readonly unread: number | null;
  /** What its workflow starts with. */
  readonly start: StartOf;
}

export interface StartOf extends Pick<Instance, 'journey' | 'version' | 'enteredAt'> {
  readonly userId: string;
  /** Which workflow queue its tasks wait in, and how early they come there: 1 first; null: in the middle. */
  readonly queue: 'live' | 'bulk';
  readonly priority: number | null;
  /** Position of the last that was accepted before it entered. */
  readonly beginsAt: number;
}

export async function reachableOf(sql: Sql, { workspace, person }: PersonRef): Promise<readonly Reachable[]> {
  const rows = await sql<Omit<Reachable, 'start'> & StartOf>`
    select id, workflow_id as "workflowId", status, step, read_to as "readTo", nudged_to as "nudgedTo", interests,
           journey, version, entered_at as "enteredAt", user_id as "userId", queue, priority, coalesce(begins_at, entry_position) as "beginsAt",
           stuck is not null as "isStuck", coalesce(wakes_at < clock(workspace) - ${OVERDUE_MS}::bigint, false) as "isOverdue",
           closing as "isClosing",
           held and not exists (select from pauses p where p.workspace = i.workspace and p.journey = i.journey and p.to_at is null) as "isHeld",
           greatest(
             (select max(position) from events e
               where e.workspace = i.workspace and e.person = i.person and e.position > i.read_to and e.accepted_at >= i.entered_at - 3600000
                 and (e.name = any(i.interests) or (starts_with(e.name, '$') and concerns(e.name, e.properties, i.interests)))),
             (select max(position) from commands c where c.workspace = i.workspace and c.instance = i.id and c.position > i.read_to),
             (select max(coalesce(c.reads_to, c.position)) from contested c where c.workspace = i.workspace and c.instance = i.id and coalesce(c.reads_to, c.position) > i.read_to)) as unread
      from (select * from instances where workspace = ${workspace} and person = ${person} and ended_at is null
             union all
            select * from instances where workspace = ${workspace} and person = ${person} and closing and ended_at is not null) i`;
  return rows.map(({ journey, version, enteredAt, userId, queue, priority, beginsAt, ...row }) => ({
    ...row,
    id: InstanceId.parse(row.id),
    start: {
      journey: JourneyId.parse(journey),
      version,
      enteredAt: instant(enteredAt),
      userId,
      queue,
      priority,
      beginsAt,
    },
  }));
}

/** A nudge that Temporal has acknowledged, and how far it makes the instance read. */
export interface Nudged {
  readonly id: InstanceId;
  readonly to: number;
}

/** After Temporal has acknowledged, in one statement. A kill before it repeats the start and the nudge, which is harmless. */
export const acknowledge = (
  sql: Sql,
  workspace: WorkspaceId,
  done: {
    readonly started: readonly InstanceId[];
    readonly nudged: readonly Nudged[];
    readonly rows: readonly number[];
  },
) => sql`
  with started as (
    update instances set status = 'live' where workspace = ${workspace} and id = any(${done.started}::text[]) and status = 'starting'
  ), nudged as (
    update instances i set nudged_to = greatest(i.nudged_to, n.upto), closing = false
      from unnest(${done.nudged.map(({ id }) => id)}::text[], ${done.nudged.map(({ to }) => to)}::bigint[]) as n (id, upto)
     where i.workspace = ${workspace} and i.id = n.id
  )
  delete from outbox where id = any(${done.rows}::bigint[])`;

/** Not now, and not the events' fault: what waits of this person keeps its place. */
export const postpone = (sql: Sql, { workspace, person }: PersonRef, waitMs: number) => sql`
  update outbox set retry_at = clock_timestamp() + ${waitMs}::int * interval '1 millisecond'
   where workspace = ${workspace} and person = ${person} and (retry_at is null or retry_at <= clock_timestamp())`;

/** An event that could not be judged. */
export interface Unjudged {
  readonly id: number;
  readonly position: number;
  readonly reason: string;
}

/** It is tried again by itself, and blocks nobody. */
export const tryAgain = (sql: Sql, { id }: Unjudged, waitMs: number) => sql`
  update outbox set attempts = attempts + 1, retry_at = clock_timestamp() + ${waitMs}::int * interval '1 millisecond' where id = ${id}`;

/** A poison event is kept with its reason (design.md §8). */
export const setAside = (sql: Sql, { workspace, person }: PersonRef, { id, position, reason }: Unjudged) => sql`
  with aside as (
    insert into dead_letters (workspace, person, position, reason) values (${workspace}, ${person}, ${position}, ${reason}) on conflict do nothing
  )
  delete from outbox where id = ${id}`;

/**
 * Announces again whoever has unread events of interest accepted between two positions, or an instance whose start nobody has in hand: the net
 * under the forwarder. Finds nobody unless something was lost. Returns how many persons.
 */
export async function sweep(sql: Sql, after: number, upTo: number): Promise<number> {
  const found = await sql`
    with missed as (
      select distinct i.workspace, i.person
        from events e
        join instances i on i.workspace = e.workspace and i.person = e.person and i.ended_at is null and i.status = 'live'
       where e.position > ${after} and e.position <= ${upTo} and e.position > i.read_to
         and (e.name = any(i.interests) or (starts_with(e.name, '$') and concerns(e.name, e.properties, i.interests)))
         and not exists (select from outbox o where o.workspace = e.workspace and o.person = e.person and (o.position = e.position or o.position is null))
      union
      select workspace, person from instances i
       where status = 'starting' and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person)
    )
    insert into outbox (workspace, person) select workspace, person from missed
    returning id`;
  return found.length;
}

/** Looked after at once: a deadline missed by many is an outage, and its backlog is worked off without help. */
const OVERDUE_AT_ONCE = 200;

/**
 * Announces some of those whose deadline passed long ago: a workflow that was terminated has no timer left to say so. Virtual workspaces
 * apart, whose clocks jump. Returns how many persons.
 */
export async function announceOverdue(sql: Sql): Promise<number> {
  const found = await sql`
    insert into outbox (workspace, person)
    select distinct workspace, person from (
      select workspace, person from instances i
       where ended_at is null and stuck is null and wakes_at < floor(extract(epoch from clock_timestamp()) * 1000)::bigint - ${OVERDUE_MS}::bigint
         and workspace in (select id from workspaces where virtual_now is null)
         and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person and o.position is null)
       order by wakes_at limit ${OVERDUE_AT_ONCE}) as overdue
    returning id`;
  return found.length;
}

/** Announces all that a fault of ours holds: whether it has been mended, only a try can tell. Returns how many persons. */
export async function announceStuck(sql: Sql): Promise<number> {
  const found = await sql`
    insert into outbox (workspace, person)
    select distinct workspace, person from instances i
     where stuck is not null and ended_at is null
       and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person and o.position is null)
    returning id`;
  return found.length;
}

export async function lastPosition(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }>`select last_value as last from positions`;
  return row?.last ?? 0;
}
