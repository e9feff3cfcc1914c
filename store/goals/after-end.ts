import { InstanceId, JourneyId, type PersonId, type PersonRef, type WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { goalsOpenUntil, meetGoalsAfterEnd } from '../../journey/engine/goals.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { GoalFacts, LastSend } from '../../journey/moves/move.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { type DueRow, dropDue, setDue } from '../base/due-rows.ts';
import { isSentMessage, sendAsJson } from '../base/sent.ts';
import type { Sql } from '../base/sql.ts';
import { isUnreadAndOfInterest } from '../base/unread.ts';
import { recordGoalConversions } from './conversions.ts';

/**
 * Goals that can still be met after an instance has ended, and every goal of the control group, need no workflow. The
 * forwarder meets them when an event comes that the row's interests name, and a due row of kind `window` closes the
 * window (design.md §8). All functions here are called under the person's lock.
 */

/** Kind of the due row that closes a window. */
export const WINDOW = 'window';

/**
 * Opens the windows of instances of one version that have just ended, or that never began because they are in the
 * control group, for all of them together. Judges the events that those instances have not read.
 */
export async function openWindows(
  sql: Sql,
  now: Instant,
  workspace: WorkspaceId,
  version: Version,
  instances: readonly InstanceId[],
): Promise<void> {
  if (version.afterEnd.length === 0 || instances.length === 0) return;
  await sql`
    update instances set interests = ${version.afterEnd}::text[], goals_until = ${now}
     where workspace = ${workspace} and id = any(${instances}::text[]) and ended_at is not null`;
  await updateWindows(sql, now, workspace, async () => version, instances);
}

/**
 * Returns a person's ended instances whose open windows these changes may concern: names of events, `trait:…`,
 * `segment:…`.
 */
export async function findWindowsMetBy(
  sql: Sql,
  { workspace, person }: PersonRef,
  changed: readonly string[],
): Promise<readonly string[]> {
  if (changed.length === 0) return [];
  const rows = await sql<{ id: string }>`
    select id from instances
     where workspace = ${workspace} and person = ${person} and goals_until is not null
       and interests && ${changed}::text[] order by id`;
  return rows.map(({ id }) => id);
}

/**
 * Judges new events for ended instances with open windows, under their users' locks. Closes windows that have passed or
 * have nothing left to count.
 */
export async function updateWindows(
  sql: Sql,
  now: Instant,
  workspace: WorkspaceId,
  versionOf: (journey: JourneyId, version: number) => Promise<Version | undefined>,
  instances: readonly string[],
): Promise<void> {
  const judged: Judged[] = [];
  for (const ended of await readEnded(sql, workspace, instances)) {
    const version = await versionOf(JourneyId.parse(ended.journey), ended.version);
    if (version) judged.push(await judgeWindow(sql, now, workspace, version, ended));
  }
  if (judged.length > 0) await recordWindows(sql, now, workspace, judged);
}

interface Ended {
  readonly id: string;
  readonly person: PersonId;
  readonly journey: JourneyId;
  readonly version: number;
  readonly isControl: boolean;
  readonly key: string;
  readonly context: JsonObject;
  readonly visit: number;
  readonly enteredAt: Instant;
  readonly readTo: number;
  readonly until: Instant;
  readonly holding: readonly string[];
  readonly profile: JsonObject;
  readonly segments: readonly string[];
  readonly converted: readonly string[];
  readonly lastSend: LastSend | null;
  /** A send was claimed before the end and may still go out. */
  readonly isSending: boolean;
  /** Each with the last message sent before it. */
  readonly events: readonly (JourneyEvent & { readonly lastSend: LastSend | null })[] | null;
}

/** Events of one instance that one transaction reads. */
const PAGE = 200;

const readEnded = (sql: Sql, workspace: WorkspaceId, instances: readonly string[]) => sql<Ended>`
  select i.id, i.person, i.journey, i.version, i.status = 'control' as "isControl", i.key, i.context, i.visit,
         i.entered_at as "enteredAt", i.read_to as "readTo",
         i.goals_until as until, i.goals_holding as holding, p.profile,
         array(select segment from memberships m
               where m.workspace = p.workspace and m.person = p.id and m.is_in) as segments,
         array(select goal from conversions c where c.workspace = i.workspace and c.instance = i.id) as converted,
         (select ${sendAsJson} from messages m
           where m.workspace = i.workspace and m.instance = i.id and ${isSentMessage}
           order by m.position desc limit 1) as "lastSend",
         exists (select from messages m where m.workspace = i.workspace and m.instance = i.id
                 and m.state <> 'settled') as "isSending",
         (select jsonb_agg(jsonb_build_object('name', e.name, 'at', e.accepted_at, 'position', e.position, 'properties',
                                              e.properties, 'lastSend', s.send)
                           order by e.position)
            from (
              select * from events e
               where ${isUnreadAndOfInterest}
               order by e.position limit ${PAGE}) e
            left join lateral (
              select ${sendAsJson} as send from messages m
               where m.workspace = i.workspace and m.instance = i.id and m.position < e.position and ${isSentMessage}
               order by m.position desc limit 1) s on true) as events
    from instances i join persons p on p.workspace = i.workspace and p.id = i.person
   where i.workspace = ${workspace} and i.goals_until is not null and i.id = any(${instances}::text[])
   order by i.id`;

/** Where an ended instance's windows stand after its unread events. */
interface Judged {
  readonly of: Ended;
  readonly readTo: number;
  readonly holding: readonly string[];
  /** Null: the windows close. */
  readonly until: Instant | null;
  readonly interests: readonly string[];
}

/** Counts the goals that its unread events meet, and finds until when others may be met. */
async function judgeWindow(
  sql: Sql,
  now: Instant,
  workspace: WorkspaceId,
  version: Version,
  ended: Ended,
): Promise<Judged> {
  const { enteredAt, visit, profile, context, segments, isControl, person } = ended;
  const known = { now, profile, context, segments, key: ended.key === '' ? null : ended.key };
  let goals: GoalFacts = { converted: ended.converted, holding: ended.holding, lastSend: null };
  const id = InstanceId.parse(ended.id);
  const instance = { workspace, person, id, journey: version.document.id, version: version.number, enteredAt };
  for (const { lastSend, ...event } of ended.events ?? []) {
    const met = meetGoalsAfterEnd(version, { enteredAt, visit }, event, { ...known, goals: { ...goals, lastSend } });
    await recordGoalConversions(sql, version, instance, met.conversions, isControl);
    goals = met.goals;
  }
  const lastSend = ended.isSending ? { at: now } : ended.lastSend; // a pending message will be the last
  const until = goalsOpenUntil(version, { enteredAt }, { profile, now }, { converted: goals.converted, lastSend });
  const readTo = ended.events?.at(-1)?.position ?? ended.readTo;
  return { of: ended, readTo, holding: goals.holding, until, interests: until === null ? [] : version.afterEnd };
}

/** Records how far each instance has read, and when its windows close. */
async function recordWindows(sql: Sql, now: Instant, workspace: WorkspaceId, judged: readonly Judged[]): Promise<void> {
  await sql`
    update instances i
       set goals_until = l.until, read_to = l.read_to,
           goals_holding = array(select jsonb_array_elements_text(l.holding)),
           interests = array(select jsonb_array_elements_text(l.interests))
      from unnest(${judged.map(({ of }) => of.id)}::text[], ${judged.map(({ until }) => until)}::bigint[],
                  ${judged.map(({ readTo }) => readTo)}::bigint[],
                  ${judged.map(({ holding }) => JSON.stringify(holding))}::jsonb[],
                  ${judged.map(({ interests }) => JSON.stringify(interests))}::jsonb[])
           as l (id, until, read_to, holding, interests)
     where i.workspace = ${workspace} and i.id = l.id`;
  const closed = judged.flatMap(({ of, until }) => (until === null ? [of.id] : []));
  if (closed.length > 0) await dropDue(sql, workspace, WINDOW, closed);
  const open = judged.flatMap(({ of: { id, person, journey, events }, until }): readonly DueRow[] => {
    if (until === null) return [];
    const at = events?.length === PAGE ? instant(now - 1) : until; // a full page: continue immediately
    return [{ workspace, person, kind: WINDOW, ref: id, journey: JourneyId.parse(journey), at, data: {} }];
  });
  await setDue(sql, open);
}
