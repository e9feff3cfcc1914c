import type { Effect, Instance } from '../../journey/engine/apply.ts';
import { termsOf } from '../../journey/engine/send-terms.ts';
import type { Version } from '../../journey/engine/version.ts';
import { PUNCTUAL_MS } from '../../journey/time/punctual.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { isUnreadAndOfInterest } from '../base/unread.ts';

/**
 * Work that is later than this counts as late everywhere (design.md §7.15). No decision waits for it, since it may be
 * stuck or behind a backlog.
 */
const HORIZON_MS = PUNCTUAL_MS;
/** Shortest and longest delay before a decision that gave way is tried again. */
export const GIVE_WAY_MS = 50;
const MOST_MS = 5_000;
/** Work that is later than this no longer decides within milliseconds. */
const BRIEF_MS = 1_000;

/** How long a decision has to give way. */
export interface GivingWay {
  /** The other instance decides within milliseconds, so that a timer isn't worth its history events. */
  readonly isBrief: boolean;
  /** Delay before the next look: as long as the other one is already late, so that a long wait takes few attempts. */
  readonly ms: number;
}

interface Behind {
  readonly at: Instant;
  readonly isBrief: boolean;
}

/**
 * Returns how long a decision has to give way before it takes a slot of a frequency cap, or undefined. It gives way if
 * the same user has something due that goes first, in another instance or in a journey about to let them in. Instances
 * go by journey priority, then Journey ID, then order of entry (journey/precedence.ts), so that the faster worker
 * doesn't decide who gets the slot. Call it under the person's lock, before anything is written.
 */
export async function findGivingWay(
  sql: Sql,
  now: Instant,
  version: Version,
  instance: Instance,
  effects: readonly Effect[],
): Promise<GivingWay | undefined> {
  if (version.capWindowMs === 0 || !effects.some(({ node }) => termsOf(version, node).isCapped)) return undefined;
  const { priority } = version.document;
  const behind =
    (await findInsideBefore(sql, now, instance, priority)) ?? (await findEnteringBefore(sql, now, instance, priority));
  if (!behind) return undefined;
  const lateMs = now - behind.at;
  return { isBrief: behind.isBrief && lateMs < BRIEF_MS, ms: Math.min(MOST_MS, Math.max(GIVE_WAY_MS, lateMs)) };
}

/** Finds another instance that goes first and has something due. An instance of a broadcast may have many before it. */
async function findInsideBefore(
  sql: Sql,
  now: Instant,
  { workspace, person, id, journey }: Instance,
  priority: number,
): Promise<Behind | undefined> {
  const since = now - HORIZON_MS;
  const [row] = await sql<Behind>`
    select greatest(due.at, unread.at) as at, i.queue = 'live' as "isBrief"
      from instances me, instances i
      join journeys j on j.workspace = i.workspace and j.id = i.journey
        and j.state not in ('paused', 'stopped', 'archived')
      join versions v on (v.workspace, v.journey, v.version) = (i.workspace, i.journey, i.version)
      -- it has not begun, or its deadline has passed
      left join lateral (
        select d.at
          from (select case when i.step = 0 then i.entered_at when i.wakes_at < ${now} then i.wakes_at end as at) d
         where d.at > ${since}) due on true
      -- something that it cares about lies unread
      left join lateral (
        select e.accepted_at as at from events e
         where due.at is null
           and e.accepted_at > ${since}
           and ${isUnreadAndOfInterest}
         limit 1) unread on true
     where me.workspace = ${workspace} and me.id = ${id}
       and i.workspace = ${workspace} and i.person = ${person} and i.id <> ${id} and i.ended_at is null
       and i.status in ('starting', 'live')
       and i.stuck is null and i.paused_at is null
       and (coalesce((v.document ->> 'priority')::int, 3), i.journey collate "C", i.entry_position, i.id collate "C")
           < (${priority}, ${journey} collate "C", me.entry_position, me.id collate "C")
       and (due.at is not null or unread.at is not null)
     order by "isBrief" desc limit 1`;
  return row;
}

/** Kinds of due rows that let a user into a journey. */
const ENTERING = ['date', 'grace', 'inaction', 'contested-rest'];
/** How many of a user's latest events that no forwarder has looked at count. */
const LATEST = 100;

/**
 * Finds a journey that goes first and is about to let the user in. They may be queued, a broadcast's cursor may not
 * have reached them, a waiting time may have ended, or an event that can let them in may not have been forwarded. A
 * broadcast that spreads its users over time counts only once they are queued, since their moments differ.
 */
async function findEnteringBefore(
  sql: Sql,
  now: Instant,
  { workspace, person, journey }: Instance,
  priority: number,
): Promise<Behind | undefined> {
  const since = now - HORIZON_MS;
  const [row] = await sql<Behind>`
    with coming (journey, at, is_brief, is_filled) as (
      select journey, at, false, true from queued
       where workspace = ${workspace} and person = ${person} and at < ${now} and at > ${since}
      union all
      select journey, at, false, true from due
       where workspace = ${workspace} and person = ${person} and kind = any(${ENTERING}::text[]) and at < ${now}
         and at > ${since}
      union all
      select journey, at, false, false from broadcasts
       where workspace = ${workspace} and source = 'schedule' and at < ${now} and at > ${since}
         and state in ('waiting', 'filling') and (state = 'waiting' or cursor < ${person})
      union all
      select j.id, e.accepted_at, true, true
        from outbox o
        cross join lateral (
          select name, accepted_at from events
           where workspace = ${workspace} and person = ${person} and position > o.after and position <= o.upto
             and accepted_at > ${since}
           order by position desc limit ${LATEST}) e
        join journeys j on j.workspace = ${workspace} and j.state <> 'archived' and j.entry_event = e.name
       where o.workspace = ${workspace} and o.person = ${person} and not o.is_bulk
    )
    select c.at, c.is_brief as "isBrief"
      from coming c
      join journeys j on j.workspace = ${workspace} and j.id = c.journey and j.state in ('running', 'scheduled')
      join versions v on (v.workspace, v.journey, v.version) = (j.workspace, j.id, j.version)
      cross join lateral (select v.document -> 'entry' ->> 'segment' as segment,
                          v.document -> 'entry' ->> 'spread' as spread,
                                 v.document -> 'entry' ->> 'perSecond' as per_second) entry
     where (coalesce((v.document ->> 'priority')::int, 3), j.id collate "C") < (${priority}, ${journey} collate "C")
       and (c.is_filled
            or entry.spread is null and entry.per_second is null
               and (entry.segment is null
                    or exists (select from memberships m
                               where m.workspace = ${workspace} and m.segment = entry.segment and m.person = ${person}
                                 and m.is_in)
                    -- time alone may have made them a member, and nobody has looked
                    or exists (select from due d
                               where d.workspace = ${workspace} and d.person = ${person} and d.kind = 'segment'
                                 and d.at < ${now})))
     order by c.at desc limit 1`;
  return row;
}
