import type { Effect, Instance } from '../journey/engine/apply.ts';
import type { Version } from '../journey/engine/version.ts';
import { termsOf } from '../journey/send-terms.ts';
import type { Instant } from '../journey/time.ts';
import type { Sql } from './sql.ts';

/** An instance that is further behind than this is waited for by nobody: it may be stuck, or have a backlog before it. */
const HORIZON_MS = 10_000;
/** Until a decision that gave way is tried again. */
export const GIVE_WAY_MS = 50;

/**
 * Whether a decision has to give way before it takes a slot of a frequency cap: another instance of the same person has something due by now, and goes
 * first. Instances go by the priority of their journeys, then by Journey ID, then in the order in which they entered (journey/precedence.ts), so that
 * which worker is faster doesn't decide who gets the slot. Called under the person's lock, with nothing written yet.
 */
export async function givesWay(
  sql: Sql,
  now: Instant,
  version: Version,
  { workspace, person, id, journey }: Instance,
  effects: readonly Effect[],
): Promise<boolean> {
  if (version.capWindowMs === 0 || !effects.some(({ node }) => termsOf(version, node).isCapped)) return false;
  const { priority } = version.document;
  const since = now - HORIZON_MS;
  const [row] = await sql<{ isBehind: boolean }>`
    select exists (
      select from instances me, instances i
        join journeys j on j.workspace = i.workspace and j.id = i.journey and j.state not in ('paused', 'stopped', 'archived')
        join versions v on (v.workspace, v.journey, v.version) = (i.workspace, i.journey, i.version)
       where me.workspace = ${workspace} and me.id = ${id}
         and i.workspace = ${workspace} and i.person = ${person} and i.id <> ${id} and i.ended_at is null and i.status in ('starting', 'live')
         and i.stuck is null and i.paused_at is null
         and (coalesce((v.document ->> 'priority')::int, 3), i.journey collate "C", i.entry_position, i.id collate "C")
             < (${priority}, ${journey} collate "C", me.entry_position, me.id collate "C")
         and (-- it has not begun
              (i.step = 0 and i.entered_at > ${since})
              -- its deadline has passed
              or (i.step > 0 and i.wakes_at < ${now} and i.wakes_at > ${since})
              -- something that it cares about lies unread
              or exists (select from events e where e.workspace = i.workspace and e.person = i.person and e.position > i.read_to
                            and e.accepted_at > ${since}
                            and (e.name = any(i.interests) or (starts_with(e.name, '$') and concerns(e.name, e.properties, i.interests)))))) as "isBehind"`;
  return row?.isBehind === true;
}
