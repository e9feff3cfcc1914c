import { InstanceId, JourneyId, type PersonRef } from '../../journey/base/ids.ts';
import type { Instance } from '../../journey/engine/apply.ts';
import { instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** How late a deadline may be before an instance counts as stuck: longer than draining a backlog after an outage. */
export const OVERDUE_MS = 600_000;

/** A live instance as the forwarder sees it. */
export interface Reachable {
  readonly id: InstanceId;
  readonly workflowId: string;
  readonly status: 'starting' | 'live';
  readonly step: number;
  readonly readTo: number;
  readonly nudgedTo: number;
  readonly interests: readonly string[];
  /** A fault of Sojourn holds the instance, so every event is worth another try. */
  readonly isStuck: boolean;
  /** The pause that held it is over, or the instance was ended from outside: it has to be woken for that alone. */
  readonly isHeld: boolean;
  readonly isClosing: boolean;
  /** Its deadline passed long ago and it hasn't moved, so its workflow may be gone. */
  readonly isOverdue: boolean;
  /** Position of the last unread event, command or contested entry that concerns it; null if there is none. */
  readonly unread: number | null;
  /** Input for starting its workflow. */
  readonly start: StartOf;
}

export interface StartOf extends Pick<Instance, 'journey' | 'version' | 'enteredAt'> {
  readonly userId: string;
  /** The task queue of its workflow, and its priority there: 1 first; null for the default. */
  readonly queue: 'live' | 'bulk';
  readonly priority: number | null;
  /** Position of the last event accepted before the user entered. */
  readonly beginsAt: number;
}

/** How many of the newest changes are looked at where no page gives a range. */
const LOOK_BACK = 100;

/** The range of a person's events to look at, and whether to look at their instances anyway. */
export interface LookRange extends PersonRef {
  /** The events after `after` and up to `to` are looked at; earlier ones have been forwarded. */
  readonly after: number;
  readonly to: number;
  /** How often a look was requested, whether or not there are events. */
  readonly looks: number;
}

/**
 * Returns, for each page, the person's instances that these events concern or that a look was requested for. Events are
 * looked up by the names in each instance's interests, so the cost doesn't grow with what is unread. Trait and
 * membership changes are searched in the page or among the newest.
 */
export async function findReachable(sql: Sql, pages: readonly LookRange[]): Promise<readonly (readonly Reachable[])[]> {
  if (pages.length === 0) return [];
  const rows = await sql<Omit<Reachable, 'start'> & StartOf & { nr: number }>`
    select (p.nr - 1)::int as nr, id, workflow_id as "workflowId", status, step, read_to as "readTo",
           nudged_to as "nudgedTo", interests,
           journey, version, entered_at as "enteredAt", user_id as "userId", queue, priority,
           coalesce(begins_at, entry_position) as "beginsAt",
           stuck is not null as "isStuck",
           coalesce(wakes_at < user_time(i.workspace, i.person, clock(i.workspace)) - ${OVERDUE_MS}::bigint, false) as "isOverdue",
           closing as "isClosing",
           held and not exists (select from pauses q
                                where q.workspace = i.workspace and q.journey = i.journey
                                  and q.to_at is null) as "isHeld",
           unread
      from unnest(${pages.map(({ workspace }) => workspace)}::text[], ${pages.map(({ person }) => person)}::text[],
                  ${pages.map(({ after }) => after)}::bigint[],
                  ${pages.map(({ to }) => to)}::bigint[], ${pages.map(({ looks }) => looks > 0)}::boolean[])
           with ordinality as p (workspace, person, after, upto, is_look, nr)
     cross join lateral (
       select * from instances where workspace = p.workspace and person = p.person and ended_at is null
        union all
       select * from instances
        where workspace = p.workspace and person = p.person and closing and ended_at is not null) i
     cross join lateral (select greatest(
       (select max(e.position) from unnest(i.interests) as wanted (name)
         cross join lateral (
           select position from events
            where workspace = i.workspace and person = i.person and name = wanted.name and position > i.read_to
              order by position desc limit 1) e),
       case when exists (select from unnest(i.interests) as wanted (name)
                         where wanted.name like 'trait:%' or wanted.name like 'segment:%') then
         (select max(e.position)
           from unnest(array['$profile.changed', '$segment.joined', '$segment.left']) as changed (name)
           cross join lateral (
             select name, properties, position from events
              where workspace = i.workspace and person = i.person and name = changed.name
                and position > case when p.is_look then i.read_to else greatest(i.read_to, p.after) end
                and (p.is_look or position <= p.upto)
              order by position desc limit ${LOOK_BACK}) e
           where concerns(e.name, e.properties, i.interests)) end,
       (select max(position) from commands c
        where c.workspace = i.workspace and c.instance = i.id and c.position > i.read_to),
       (select max(coalesce(c.reads_to, c.position)) from contested c
        where c.workspace = i.workspace and c.instance = i.id
          and coalesce(c.reads_to, c.position) > i.read_to)) as unread) u
     where status = 'starting' or closing or unread is not null or p.is_look
     order by p.nr, entered_at, id`;
  const found = pages.map((): Reachable[] => []);
  for (const { nr, journey, version, enteredAt, userId, queue, priority, beginsAt, ...row } of rows)
    found[nr]?.push({
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
    });
  return found;
}
