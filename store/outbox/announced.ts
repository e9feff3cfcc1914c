import type { JourneyId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { EntryEvent } from '../../journey/entries/define.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { ENTER_EVENT } from '../../journey/events/own-events.ts';
import type { EntryWindow } from '../../journey/lifecycle/state.ts';
import { setAside } from '../base/dead-letters.ts';
import type { Sql } from '../base/sql.ts';
import type { Claim } from './claims.ts';

/** An event to forward. */
export interface Announced extends JourneyEvent {
  readonly hops: number;
  /** How often judging the event has failed; null if it hasn't been judged yet. */
  readonly attempts: number | null;
  /** The event may be a goal of an IntelliNODE that has assigned this person an arm. */
  readonly isGoal: boolean;
}

/** The work of one transaction of the forwarder. */
export interface Page {
  readonly events: readonly Announced[];
  /** The page has the events after `after` and up to `to`; earlier ones have been forwarded. */
  readonly after: number;
  readonly to: number;
  /** How often a look at the instances was requested, whether or not there are events. */
  readonly looks: number;
  /** True if the workspace has segments, whose memberships the events may change. */
  readonly hasSegments: boolean;
}

/** Most events and stored bytes of a page. Judging, starting and notifying for one page takes well under a second. */
const PAGE = { rows: 100, bytes: 1_000_000 } as const;

/**
 * Reads the next page of a person's events and looks, not beyond `upTo`. Call it under the person's lock. Returns
 * undefined if the claim has been lost.
 */
export async function readPage(
  sql: Sql,
  { workspace, person, token }: Claim,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Page | undefined> {
  const [row] = await sql<Omit<Page, 'events'> & { events: readonly Announced[] | null }>`
    with mine as materialized (
      select after, looks, page_end(workspace, person, after, least(upto, ${upTo}::bigint), ${PAGE.rows},
                                    ${PAGE.bytes}) as upto
        from outbox where workspace = ${workspace} and person = ${person} and claimed_by = ${token}
    ), goals as materialized (
      select array(select unnest(x.goal_events)
                     from assignments a
                     join experiments x on (x.workspace, x.journey, x.experiment)
                                           = (a.workspace, a.journey, a.experiment)
                    where a.workspace = ${workspace} and a.person = ${person}) as names
    ), again as (
      select position, attempts from outbox_events
       where workspace = ${workspace} and person = ${person} and retry_at <= clock_timestamp()
       order by position limit ${PAGE.rows}
    ), page as (
      select e.*, a.attempts
        from mine
       cross join lateral (
         select name, accepted_at, position, properties, hops from events
          where workspace = ${workspace} and person = ${person} and position > mine.after and position <= mine.upto
          order by position limit ${PAGE.rows}) e
        left join again a on a.position = e.position
      union all
      select e.name, e.accepted_at, e.position, e.properties, e.hops, a.attempts
        from again a, mine, events e
       where e.workspace = ${workspace} and e.person = ${person} and e.position = a.position
         and (a.position <= mine.after or a.position > mine.upto)
    )
    select mine.after, mine.upto as "to", mine.looks,
           exists (select from segments where workspace = ${workspace}) as "hasSegments",
           (select jsonb_agg(jsonb_build_object('name', p.name, 'at', p.accepted_at, 'position', p.position,
                                                'properties', p.properties, 'hops', p.hops, 'attempts', p.attempts,
                                                'isGoal', p.name = any(goals.names)) order by p.position)
              from page p) as events
      from mine, goals`;
  return row && { ...row, events: row.events ?? [] };
}

/** A journey that an event could let a user into, with the event and properties that its entry wants. */
export interface Enterable extends EntryEvent, EntryWindow {
  readonly journey: JourneyId;
  readonly version: number;
}

/**
 * Returns the journeys that one of these events could let a user into, including journeys that would refuse the entry
 * now. Also returns the journeys asked for by ID, running or not.
 */
export const findJourneysEnteredBy = (
  sql: Sql,
  workspace: WorkspaceId,
  names: readonly string[],
  asked: readonly string[],
) => sql<Enterable>`
  select id collate "C" as journey, version, entry_event as event, entry_where as where,
         entry_from as "entryFrom", entry_until as "entryUntil"
    from journeys j
   where workspace = ${workspace} and state <> 'archived' and entry_event = any(${names}::text[])
  union all
  select id collate "C", version, ${ENTER_EVENT}, jsonb_build_object('$journey', id), null, null from journeys
   where workspace = ${workspace} and id = any(${asked}::text[])
   order by 1`;

/** An event that couldn't be judged. */
export interface Unjudged {
  readonly position: number;
  readonly reason: string;
}

/** Schedules another attempt for an event. Other events don't wait for it. */
export const retryEvent = (sql: Sql, { workspace, person }: PersonRef, { position }: Unjudged, waitMs: number) => sql`
  insert into outbox_events as o (workspace, person, position, attempts, retry_at)
  values (${workspace}, ${person}, ${position}, 1, clock_timestamp() + ${waitMs}::int * interval '1 millisecond')
  on conflict (workspace, person, position) do update set attempts = o.attempts + 1, retry_at = excluded.retry_at`;

/** Moves an event that keeps failing to the dead letters, with the reason (design.md §8). */
export async function setEventAside(
  sql: Sql,
  { workspace, person }: PersonRef,
  { position, reason }: Unjudged,
): Promise<void> {
  await setAside(sql, workspace, [{ person, reason, position }]);
  await sql`
    delete from outbox_events where workspace = ${workspace} and person = ${person} and position = ${position}`;
}
