import type { InstanceId, PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { announceEach } from './announce.ts';
import { OVERDUE_MS } from './reachable.ts';

/** A nudge that Temporal has acknowledged, and the position up to which it makes the instance read. */
export interface Nudged {
  readonly id: InstanceId;
  readonly to: number;
}

/** Starts and nudges that Temporal has acknowledged. */
export interface Acknowledged {
  readonly started: readonly InstanceId[];
  readonly nudged: readonly Nudged[];
}

/**
 * Records what Temporal has acknowledged, before the claim ends. A crash in between repeats the start and the nudge,
 * which is harmless. Called without the person's lock: it locks the rows in order of id, as every statement does that
 * locks several rows of one person.
 */
export async function acknowledge(sql: Sql, workspace: WorkspaceId, { started, nudged }: Acknowledged): Promise<void> {
  if (started.length + nudged.length === 0) return;
  await sql`
    with told as materialized (
      select id from instances
       where workspace = ${workspace} and id = any(${[...started, ...nudged.map(({ id }) => id)]}::text[])
       order by id for update
    ), started as (
      update instances set status = 'live'
       where workspace = ${workspace} and id in (select id from told where id = any(${started}::text[]))
         and status = 'starting'
    )
    update instances i set nudged_to = greatest(i.nudged_to, n.upto), closing = false
      from told join unnest(${nudged.map(({ id }) => id)}::text[],
                            ${nudged.map(({ to }) => to)}::bigint[]) as n (id, upto) using (id)
     where i.workspace = ${workspace} and i.id = n.id`;
}

/** A user found by a job. */
interface Found {
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
}

/**
 * Asks for a look at users with unread events of interest between two positions, and at instances whose start no
 * forwarder has claimed. A safety net: it finds nobody unless something was lost. Reads each event of the range once,
 * by position, then the instances of those users. Returns the number of users.
 */
export async function sweep(sql: Sql, after: number, upTo: number): Promise<number> {
  const missed = await sql<Found>`
    with slice as materialized (
      select workspace, person, array_agg(position) as positions, array_agg(mention) as mentions
        from events cross join lateral mentions_of(name, properties) as mention
       where position > ${after} and position <= ${upTo} group by workspace, person
    ), unread as materialized (
      select s.workspace, s.person, min(m.position) as position
        from slice s
       cross join lateral (
         select read_to, interests from instances i
          where i.workspace = s.workspace and i.person = s.person and i.ended_at is null and i.status = 'live'
            and i.read_to < ${upTo}
            and i.interests && s.mentions offset 0) i
       cross join lateral (
         select min(position) as position from unnest(s.positions, s.mentions) as e (position, mention)
          where position > i.read_to and mention = any(i.interests)) m
       group by s.workspace, s.person having min(m.position) is not null
    )
    select workspace, person from unread u
     -- offset 0: one lookup per user, whatever the planner's statistics say
     where not exists (select from outbox o where o.workspace = u.workspace and o.person = u.person
                          and (o.looks > 0 or (o.after < u.position and o.upto >= u.position)) offset 0)
    union
    select workspace, person from instances i
     where status = 'starting'
       and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person offset 0)`;
  return announceEach(sql, missed, { isBulk: false });
}

/** Most users per run. A deadline that many users miss is an outage, whose backlog drains by itself. */
const OVERDUE_AT_ONCE = 200;

/**
 * Asks for a look at users with an instance whose deadline passed long ago: a terminated workflow has no timer left.
 * Skips virtual workspaces, whose clocks jump. Returns the number of users.
 */
export async function announceOverdue(sql: Sql): Promise<number> {
  const overdue = await sql<Found>`
    select distinct workspace, person from (
      select workspace, person from instances i
       -- the clock in a subquery: read once, not for each row
       where ended_at is null and stuck is null
         and wakes_at < (select floor(extract(epoch from clock_timestamp()) * 1000)::bigint - ${OVERDUE_MS}::bigint)
         and workspace in (select id from workspaces where virtual_now is null)
         and not exists (select from outbox o
                         where o.workspace = i.workspace and o.person = i.person and o.looks > 0 offset 0)
       order by wakes_at limit ${OVERDUE_AT_ONCE}) as overdue
    union
    select workspace, person from test_users t
     where exists (select from instances i
                    where i.workspace = t.workspace and i.person = t.person and i.ended_at is null and i.stuck is null
                      and i.wakes_at < user_time(t.workspace, t.person, clock(t.workspace)) - ${OVERDUE_MS}::bigint)`;
  return announceEach(sql, overdue, { isBulk: true });
}

/**
 * Asks for a look at all users with a stuck instance: only another attempt can show whether the fault has been fixed.
 * Returns the number of users.
 */
export async function announceStuck(sql: Sql): Promise<number> {
  const stuck = await sql<Found>`
    select distinct workspace, person from instances i
     where stuck is not null and ended_at is null
       and not exists (select from outbox o
                       where o.workspace = i.workspace and o.person = i.person and o.looks > 0 offset 0)`;
  return announceEach(sql, stuck, { isBulk: true });
}

export async function readLastPosition(sql: Sql): Promise<number> {
  const [row] = await sql<{ last: number }>`select last_value as last from positions`;
  return row?.last ?? 0;
}
