import type { InstanceId, JourneyId, PersonRef } from '../journey/ids.ts';
import type { JsonObject } from '../journey/json.ts';
import type { Pause } from '../journey/pause.ts';
import { type EntryWindow, isPausedAt, type PublishedState, takesEntriesAt } from '../journey/state.ts';
import { type Instant, toIso } from '../journey/time.ts';
import type { LiveEntry, Refused } from './refusals.ts';
import { hasClosed } from './running.ts';
import type { Sql } from './sql.ts';

/** How somebody stands to a journey: all that the judgement of an entry asks. */
export interface Standing extends EntryWindow {
  readonly state: PublishedState;
  readonly pauses: readonly Pick<Pause, 'from' | 'to'>[];
  /** By itself: what was accepted before still counts. */
  readonly hasClosed: boolean;
  readonly userId: string;
  readonly profile: JsonObject;
  readonly segments: readonly string[];
  readonly secret: string;
  readonly passes: number;
  readonly lastEnteredAt: Instant | null;
  /** The instance that this very event made, or its refusal, if it was judged before. */
  readonly own: InstanceId | null;
  readonly isOwnControl: boolean | null;
  readonly refusal: Pick<Refused, 'key' | 'reason' | 'read'> | null;
  readonly live: InstanceId | null;
  /** How far the live one has read; null before its first decision. */
  readonly liveReadTo: number | null;
  readonly liveWakesAt: Instant | null;
  /** By the live one's own version: another may have said otherwise. */
  readonly liveEntry: LiveEntry | null;
}

/** By when the event was accepted: one that came in time counts, however late it is judged. */
export const takesEntries = ({ state, hasClosed, ...standing }: Standing, at: Instant, hasWaited = false): boolean =>
  takesEntriesAt({ ...standing, state: hasClosed ? 'running' : state }, at, hasWaited);

/** Why it doesn't, for whoever reads the refusal. */
export const notRunning = (standing: Standing, at: Instant): JsonObject => {
  const { state, pauses, entryFrom, entryUntil } = standing;
  if (entryFrom !== null && at < entryFrom) return { state: 'scheduled', opens: toIso(entryFrom) };
  if (isPausedAt(pauses, at)) return { state: 'paused' };
  return entryUntil !== null && entryUntil <= at ? { state, closed: toIso(entryUntil) } : { state };
};

export async function standingOf(
  sql: Sql,
  { workspace, person }: PersonRef,
  journey: JourneyId,
  key: string,
  position: number,
): Promise<Standing> {
  const [row] = await sql<Standing>`
    select p.user_id as "userId", p.profile, j.state, ${hasClosed} as "hasClosed", j.entry_from as "entryFrom", j.entry_until as "entryUntil", w.id_secret as secret, i.*,
           (select coalesce(jsonb_agg(jsonb_build_object('from', q.from_at, 'to', q.to_at)), '[]') from pauses q where q.workspace = p.workspace and q.journey = ${journey}) as pauses,
           array(select m.segment from memberships m where m.workspace = p.workspace and m.person = p.id and m.is_in) as segments,
           (select v.document -> 'entry' from versions v where (v.workspace, v.journey, v.version) = (p.workspace, ${journey}, i."liveVersion")) as "liveEntry",
           (select jsonb_build_object('key', r.key, 'reason', r.reason, 'read', r.read) from refusals r
             where r.workspace = p.workspace and r.journey = ${journey} and r.person = p.id and r.position = ${position}) as refusal
      from persons p join workspaces w on w.id = p.workspace join journeys j on j.workspace = p.workspace and j.id = ${journey},
           lateral (
             select count(*) as passes, max(entered_at) as "lastEnteredAt",
                    max(id) filter (where entry_position = ${position}) as own,
                    bool_or(status = 'control') filter (where entry_position = ${position}) as "isOwnControl", max(id) filter (where ended_at is null) as live,
                    max(version) filter (where ended_at is null) as "liveVersion",
                    max(read_to) filter (where ended_at is null and step > 0) as "liveReadTo", max(wakes_at) filter (where ended_at is null) as "liveWakesAt"
               from instances
              where workspace = p.workspace and person = p.id and journey = ${journey} and key = ${key}
           ) i
     where p.workspace = ${workspace} and p.id = ${person}`;
  if (!row) throw new Error(`person ${person} of ${workspace} is not there`);
  return row;
}
