import type { JourneyId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { EntryEvent } from '../../journey/entries/define.ts';
import { ENTER_EVENT } from '../../journey/entries/index.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { EntryWindow } from '../../journey/lifecycle/state.ts';
import type { Sql } from '../base/sql.ts';
import type { Claim } from './claims.ts';

/** An event to be forwarded. */
export interface Announced extends JourneyEvent {
  readonly hops: number;
  /** Times that it could not be judged; null: it is looked at for the first time. */
  readonly attempts: number | null;
  /** It may be a goal of an IntelliNODE that has given this person an arm. */
  readonly isGoal: boolean;
}

/** What one transaction of the forwarder looks at. */
export interface Page {
  readonly events: readonly Announced[];
  /** Events after `after` and up to `to` are in it; those before have been forwarded. */
  readonly after: number;
  readonly to: number;
  /** Looks at the instances that have been asked for, whatever events there are. */
  readonly looks: number;
  /** The workspace has segments, whose memberships this may change. */
  readonly hasSegments: boolean;
}

/** Of a page: events, and bytes as they are stored. What of them is judged, started and told takes well under a second. */
const PAGE = { rows: 100, bytes: 1_000_000 } as const;

/**
 * The next page of what waits of a person, not beyond `upTo`. Called under the person's lock. Undefined where the claim is not ours any more.
 */
export async function readPage(
  sql: Sql,
  { workspace, person, token }: Claim,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Page | undefined> {
  const [row] = await sql<Omit<Page, 'events'> & { events: readonly Announced[] | null }>`
    with mine as materialized (
      select after, looks, page_end(workspace, person, after, least(upto, ${upTo}::bigint), ${PAGE.rows}, ${PAGE.bytes}) as upto
        from outbox where workspace = ${workspace} and person = ${person} and claimed_by = ${token}
    ), goals as materialized (
      select array(select unnest(x.goal_events)
                     from assignments a join experiments x on (x.workspace, x.journey, x.experiment) = (a.workspace, a.journey, a.experiment)
                    where a.workspace = ${workspace} and a.person = ${person}) as names
    ), again as (
      select position, attempts from outbox_events
       where workspace = ${workspace} and person = ${person} and retry_at <= clock_timestamp() order by position limit ${PAGE.rows}
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
       where e.workspace = ${workspace} and e.person = ${person} and e.position = a.position and (a.position <= mine.after or a.position > mine.upto)
    )
    select mine.after, mine.upto as "to", mine.looks, exists (select from segments where workspace = ${workspace}) as "hasSegments",
           (select jsonb_agg(jsonb_build_object('name', p.name, 'at', p.accepted_at, 'position', p.position, 'properties', p.properties, 'hops', p.hops,
                    'attempts', p.attempts, 'isGoal', p.name = any(goals.names)) order by p.position) from page p) as events
      from mine, goals`;
  return row && { ...row, events: row.events ?? [] };
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
  select id collate "C" as journey, version, entry_event as event, entry_where as where, entry_from as "entryFrom", entry_until as "entryUntil", entry_type = 'date' as "isDated" from journeys j
   where workspace = ${workspace} and state <> 'archived' and entry_event = any(${names}::text[])
  union all
  select id collate "C", version, ${ENTER_EVENT}, jsonb_build_object('$journey', id), null, null, false from journeys
   where workspace = ${workspace} and id = any(${asked}::text[])
   order by 1`;

/** An event that could not be judged. */
export interface Unjudged {
  readonly position: number;
  readonly reason: string;
}

/** It is tried again by itself, and blocks nobody. */
export const tryAgain = (sql: Sql, { workspace, person }: PersonRef, { position }: Unjudged, waitMs: number) => sql`
  insert into outbox_events as o (workspace, person, position, attempts, retry_at)
  values (${workspace}, ${person}, ${position}, 1, clock_timestamp() + ${waitMs}::int * interval '1 millisecond')
  on conflict (workspace, person, position) do update set attempts = o.attempts + 1, retry_at = excluded.retry_at`;

/** A poison event is stored with its reason (design.md §8). */
export const setAside = (sql: Sql, { workspace, person }: PersonRef, { position, reason }: Unjudged) => sql`
  with aside as (
    insert into dead_letters (workspace, person, position, reason) values (${workspace}, ${person}, ${position}, ${reason}) on conflict do nothing
  )
  delete from outbox_events where workspace = ${workspace} and person = ${person} and position = ${position}`;
