import type { InstanceId, JourneyId, PersonId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import type { EntryFacts } from '../../journey/entries/admit.ts';
import type { RefusedEntry } from '../../journey/entries/judge.ts';
import type { Pause } from '../../journey/lifecycle/pause.ts';
import type { EntryWindow, PublishedState } from '../../journey/lifecycle/state.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';
import { hasClosed } from '../journeys/closing.ts';
import type { LiveEntry } from './refusals.ts';

/** A user's relation to a journey: everything that the judgement of an entry needs. */
export interface EntryStanding extends EntryWindow {
  readonly state: PublishedState;
  readonly pauses: readonly Pick<Pause, 'from' | 'to'>[];
  /** The journey closed by itself. Events accepted before still count. */
  readonly hasClosed: boolean;
  readonly userId: string;
  readonly isTest: boolean;
  readonly profile: JsonObject;
  readonly segments: readonly string[];
  readonly secret: string;
  readonly passes: number;
  readonly lastEnteredAt: Instant | null;
  /** The instance that this event started, or its refusal, if it was judged before. */
  readonly own: InstanceId | null;
  readonly isOwnControl: boolean | null;
  readonly refusal: Pick<RefusedEntry, 'key' | 'reason' | 'read'> | null;
  readonly live: InstanceId | null;
  /** Position up to which the live instance has read; null before its first decision. */
  readonly liveReadTo: number | null;
  readonly liveWakesAt: Instant | null;
  /** The entry of the live instance's own version, which may differ. */
  readonly liveEntry: LiveEntry | null;
}

/** Returns the facts that decide the user's entry. */
export const factsOf = (
  person: PersonId,
  { state, pauses, entryFrom, entryUntil, hasClosed, ...standing }: EntryStanding,
): EntryFacts => ({
  person,
  isTest: standing.isTest,
  profile: standing.profile,
  segments: standing.segments,
  passes: { count: standing.passes, lastEnteredAt: standing.lastEnteredAt },
  liveEntry: standing.live === null ? null : (standing.liveEntry ?? {}),
  // A journey that closed automatically may be open again by now: an event that arrived in time counts, however late it
  // is judged.
  opening: { state: hasClosed ? 'running' : state, pauses, entryFrom, entryUntil },
});

/** A user and the entry that is judged. */
export interface StandingAsked {
  readonly person: PersonId;
  readonly key: string;
  readonly position: number;
}

export async function readEntryStanding(
  sql: Sql,
  { workspace, person }: PersonRef,
  journey: JourneyId,
  key: string,
  position: number,
): Promise<EntryStanding> {
  const [standing] = await readEntryStandings(sql, workspace, journey, [{ person, key, position }]);
  if (!standing) throw new Error(`person ${person} of workspace ${workspace} does not exist`);
  return standing;
}

/**
 * Returns the standings of several users, in the order of `asked`. The statement has a part and so is planned each
 * time: a plan made while `instances` was empty would read all of them.
 * @throws if a user doesn't exist
 */
export async function readEntryStandings(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  asked: readonly StandingAsked[],
): Promise<readonly EntryStanding[]> {
  const rows = await sql<EntryStanding & { readonly liveVersion: number | null }>`
    select p.user_id as "userId", p.profile, j.state, ${hasClosed} as "hasClosed", j.entry_from as "entryFrom",
           j.entry_until as "entryUntil", w.id_secret as secret, is_test(${workspace}, a.person) as "isTest",
           i.*,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'from', user_time(${workspace}, a.person, q.from_at),
                     'to', user_time(${workspace}, a.person, q.to_at))), '[]') from pauses q
            where q.workspace = ${workspace} and q.journey = ${journey}) as pauses,
           array(select m.segment from memberships m
                 where m.workspace = ${workspace} and m.person = a.person and m.is_in) as segments,
           (select v.document -> 'entry' from versions v
            where (v.workspace, v.journey, v.version) = (${workspace}, ${journey}, i."liveVersion")) as "liveEntry",
           (select jsonb_build_object('key', r.key, 'reason', r.reason, 'read', r.read) from refusals r
             where r.workspace = ${workspace} and r.journey = ${journey} and r.person = a.person
               and r.position = a.position) as refusal
      from unnest(${asked.map(({ person }) => person)}::text[], ${asked.map(({ key }) => key)}::text[],
                  ${asked.map(({ position }) => position)}::bigint[])
             with ordinality as a (person, key, position, nr)
      join workspaces w on w.id = ${workspace}
      join journeys j on j.workspace = ${workspace} and j.id = ${journey}
     cross join lateral (select user_id, profile from persons
                         where workspace = ${workspace} and id = a.person offset 0) p
     cross join lateral (
             select count(*) as passes, max(entered_at) as "lastEnteredAt",
                    max(id) filter (where entry_position = a.position) as own,
                    bool_or(status = 'control') filter (where entry_position = a.position) as "isOwnControl",
                    coalesce(max(id) filter (where ended_at is null), (
                      -- earlier entries still wait for an instance that has ended: this entry waits behind them
                      select d.ref from due d
                       where d.workspace = ${workspace} and d.person = a.person and d.kind = 'contested-rest'
                         and d.journey = ${journey} and d.data ->> 'key' = a.key limit 1)) as live,
                    max(version) filter (where ended_at is null) as "liveVersion",
                    max(read_to) filter (where ended_at is null and step > 0) as "liveReadTo",
                    max(wakes_at) filter (where ended_at is null) as "liveWakesAt"
               -- looked up by the person even while the tables aren't analyzed: the planner might choose the journey or
               -- the workspace, and read all instances
               from (select * from instances
                     where workspace = ${workspace} and person = a.person and key = a.key offset 0) mine
              where journey = ${journey}
           ) i
     order by a.nr`;
  if (rows.length < asked.length)
    throw new Error(`${asked.length - rows.length} of ${asked.length} users do not exist`);
  return rows;
}
