import type { Instance } from '../journey/engine/apply.ts';
import { InstanceId, JourneyId, type PersonRef, type WorkspaceId } from '../journey/ids.ts';
import { instant } from '../journey/time.ts';
import { announceEach } from './announce.ts';
import type { Page } from './announced.ts';
import type { Sql } from './sql.ts';

/** How late a deadline may be before an instance counts as stuck: longer than draining a backlog after an outage. */
export const OVERDUE_MS = 600_000;

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

/** Newest events of a kind that are looked at where no page says which. */
const LOOK_BACK = 100;

/**
 * Instances of a person that have something to be told by these events, or that are to be looked at all the same. What an instance cares about is
 * found by its name, however much lies unread; a change of a trait or a membership, in the page or among the newest.
 */
export async function reachableOf(
  sql: Sql,
  { workspace, person }: PersonRef,
  { after, to, looks }: Pick<Page, 'after' | 'to' | 'looks'>,
): Promise<readonly Reachable[]> {
  const isLook = looks > 0;
  const rows = await sql<Omit<Reachable, 'start'> & StartOf>`
    select id, workflow_id as "workflowId", status, step, read_to as "readTo", nudged_to as "nudgedTo", interests,
           journey, version, entered_at as "enteredAt", user_id as "userId", queue, priority, coalesce(begins_at, entry_position) as "beginsAt",
           stuck is not null as "isStuck", coalesce(wakes_at < clock(workspace) - ${OVERDUE_MS}::bigint, false) as "isOverdue",
           closing as "isClosing",
           held and not exists (select from pauses p where p.workspace = i.workspace and p.journey = i.journey and p.to_at is null) as "isHeld",
           unread
      from (select * from instances where workspace = ${workspace} and person = ${person} and ended_at is null
             union all
            select * from instances where workspace = ${workspace} and person = ${person} and closing and ended_at is not null) i
     cross join lateral (select greatest(
       (select max(e.position) from unnest(i.interests) as wanted (name)
         cross join lateral (
           select position from events
            where workspace = i.workspace and person = i.person and name = wanted.name and position > i.read_to order by position desc limit 1) e),
       case when exists (select from unnest(i.interests) as wanted (name) where wanted.name like 'trait:%' or wanted.name like 'segment:%') then
         (select max(e.position) from unnest(array['$profile.changed', '$segment.joined', '$segment.left']) as changed (name)
           cross join lateral (
             select name, properties, position from events
              where workspace = i.workspace and person = i.person and name = changed.name
                and position > case when ${isLook}::boolean then i.read_to else greatest(i.read_to, ${after}::bigint) end
                and (${isLook}::boolean or position <= ${to}::bigint)
              order by position desc limit ${LOOK_BACK}) e
           where concerns(e.name, e.properties, i.interests)) end,
       (select max(position) from commands c where c.workspace = i.workspace and c.instance = i.id and c.position > i.read_to),
       (select max(coalesce(c.reads_to, c.position)) from contested c where c.workspace = i.workspace and c.instance = i.id and coalesce(c.reads_to, c.position) > i.read_to)) as unread) u
     where status = 'starting' or closing or unread is not null or ${isLook}::boolean
     order by entered_at, id`;
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

/**
 * After Temporal has acknowledged, and before the claim ends. A kill before it repeats the start and the nudge, which is harmless. Called without the
 * person's lock: it takes the rows in the order of their ids, as does whoever else takes several of one person.
 */
export async function acknowledge(
  sql: Sql,
  workspace: WorkspaceId,
  { started, nudged }: { readonly started: readonly InstanceId[]; readonly nudged: readonly Nudged[] },
): Promise<void> {
  if (started.length + nudged.length === 0) return;
  await sql`
    with told as materialized (
      select id from instances where workspace = ${workspace} and id = any(${[...started, ...nudged.map(({ id }) => id)]}::text[]) order by id for update
    ), started as (
      update instances set status = 'live'
       where workspace = ${workspace} and id in (select id from told where id = any(${started}::text[])) and status = 'starting'
    )
    update instances i set nudged_to = greatest(i.nudged_to, n.upto), closing = false
      from told join unnest(${nudged.map(({ id }) => id)}::text[], ${nudged.map(({ to }) => to)}::bigint[]) as n (id, upto) using (id)
     where i.workspace = ${workspace} and i.id = n.id`;
}

/** Whom a job's look has found. */
interface Found {
  readonly workspace: string;
  readonly person: string;
}

/**
 * Asks for a look at whoever has unread events of interest accepted between two positions, or an instance whose start nobody has in hand: the net
 * under the forwarder. Finds nobody unless something was lost. Reads each event of the slice once, by its position, and then the instances of those
 * persons. Returns how many persons.
 */
export async function sweep(sql: Sql, after: number, upTo: number): Promise<number> {
  const missed = await sql<Found>`
    with slice as materialized (
      select workspace, person, array_agg(position) as positions, array_agg(name) as names,
             array_agg(case when starts_with(name, '$') then properties end) as properties, bool_or(starts_with(name, '$')) as has_ours
        from events where position > ${after} and position <= ${upTo} group by workspace, person
    ), unread as (
      select s.workspace, s.person, min(m.position) as position
        from slice s
       cross join lateral (
         select read_to, interests from instances i
          where i.workspace = s.workspace and i.person = s.person and i.ended_at is null and i.status = 'live' and i.read_to < ${upTo}
            and (s.has_ours or i.interests && s.names) offset 0) i
       cross join lateral (
         select min(position) as position from unnest(s.positions, s.names, s.properties) as e (position, name, properties)
          where position > i.read_to and (name = any(i.interests) or (starts_with(name, '$') and concerns(name, properties, i.interests)))) m
       group by s.workspace, s.person having min(m.position) is not null
    )
    select workspace, person from unread u
     where not exists (select from outbox o where o.workspace = u.workspace and o.person = u.person
                          and (o.looks > 0 or (o.after < u.position and o.upto >= u.position)))
    union
    select workspace, person from instances i
     where status = 'starting' and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person)`;
  return announceEach(sql, missed, { isBulk: false });
}

/** Looked after at once: a deadline missed by many is an outage, and its backlog is worked off without help. */
const OVERDUE_AT_ONCE = 200;

/**
 * Announces some of those whose deadline passed long ago: a workflow that was terminated has no timer left to say so. Virtual workspaces
 * apart, whose clocks jump. Returns how many persons.
 */
export async function announceOverdue(sql: Sql): Promise<number> {
  const overdue = await sql<Found>`
    select distinct workspace, person from (
      select workspace, person from instances i
       where ended_at is null and stuck is null and wakes_at < (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint - ${OVERDUE_MS}::bigint) -- once
         and workspace in (select id from workspaces where virtual_now is null)
         and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person and o.looks > 0)
       order by wakes_at limit ${OVERDUE_AT_ONCE}) as overdue`;
  return announceEach(sql, overdue, { isBulk: true });
}

/** Announces all that a fault of ours holds: whether it has been mended, only a try can tell. Returns how many persons. */
export async function announceStuck(sql: Sql): Promise<number> {
  const stuck = await sql<Found>`
    select distinct workspace, person from instances i
     where stuck is not null and ended_at is null
       and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person and o.looks > 0)`;
  return announceEach(sql, stuck, { isBulk: true });
}

export async function lastPosition(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }>`select last_value as last from positions`;
  return row?.last ?? 0;
}
