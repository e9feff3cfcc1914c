import { InstanceId, JourneyId, type PersonRef } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { meetAfterEnd, openUntil } from '../../journey/engine/goals.ts';
import type { Version } from '../../journey/engine/version.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { GoalFacts, LastSend } from '../../journey/moves/move.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { dropDue, setDue } from '../base/due-rows.ts';
import type { Sql } from '../base/sql.ts';
import { recordGoalConversions } from './conversions.ts';

/**
 * Goals that can still be met after an instance has ended, and every goal of the control group, need no workflow. The
 * forwarder meets them when an event comes that the row's interests name, and a due row of kind `window` closes the
 * window (design.md §8). All functions here are called under the person's lock.
 */

/** Kind of the due row that closes a window. */
export const WINDOW = 'window';

/**
 * Opens the windows of instances that have just ended, or that never began because they are in the control group.
 * Judges the events that those instances have not read.
 */
export async function openWindows(
  sql: Sql,
  now: Instant,
  { workspace, person }: PersonRef,
  version: Version,
  instances: readonly InstanceId[],
): Promise<void> {
  if (version.afterEnd.length === 0 || instances.length === 0) return;
  await sql`
    update instances set interests = ${version.afterEnd}::text[], goals_until = ${now}
     where workspace = ${workspace} and id = any(${instances}::text[]) and ended_at is not null`;
  await updateWindows(sql, now, { workspace, person }, async () => version, instances);
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
 * Judges new events for a person's ended instances with open windows. Closes windows that have passed or have nothing
 * left to count.
 */
export async function updateWindows(
  sql: Sql,
  now: Instant,
  who: PersonRef,
  versionOf: (journey: JourneyId, version: number) => Promise<Version | undefined>,
  instances: readonly string[],
): Promise<void> {
  for (const ended of await readEnded(sql, who, instances)) {
    const version = await versionOf(JourneyId.parse(ended.journey), ended.version);
    if (version) await updateWindow(sql, now, who, version, ended);
  }
}

interface Ended {
  readonly id: string;
  readonly journey: string;
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

const readEnded = (sql: Sql, { workspace, person }: PersonRef, instances: readonly string[]) => sql<Ended>`
  select i.id, i.journey, i.version, i.status = 'control' as "isControl", i.key, i.context, i.visit,
         i.entered_at as "enteredAt", i.read_to as "readTo",
         i.goals_until as until, i.goals_holding as holding, p.profile,
         array(select segment from memberships m
               where m.workspace = p.workspace and m.person = p.id and m.is_in) as segments,
         array(select goal from conversions c where c.workspace = i.workspace and c.instance = i.id) as converted,
         (select jsonb_build_object('at', settled_at, 'node', node, 'visit', visit) from messages m
           where m.workspace = i.workspace and m.instance = i.id and m.outcome = 'sent'
             and m.channel = any(${MessageChannel.options}::text[])
           order by position desc limit 1) as "lastSend",
         exists (select from messages m where m.workspace = i.workspace and m.instance = i.id
                 and m.state <> 'settled') as "isSending",
         (select jsonb_agg(jsonb_build_object('name', e.name, 'at', e.accepted_at, 'position', e.position, 'properties',
                                              e.properties, 'lastSend', s.send)
                           order by e.position)
            from (
              select * from events e
               where e.workspace = i.workspace and e.person = i.person and e.position > i.read_to
                 and (e.name = any(i.interests)
                      or (starts_with(e.name, '$') and concerns(e.name, e.properties, i.interests)))
               order by e.position limit ${PAGE}) e
            left join lateral (
              select jsonb_build_object('at', settled_at, 'node', node, 'visit', visit) as send from messages m
               where m.workspace = i.workspace and m.instance = i.id and m.position < e.position and m.outcome = 'sent'
                 and m.channel = any(${MessageChannel.options}::text[])
               order by position desc limit 1) s on true) as events
    from instances i join persons p on p.workspace = i.workspace and p.id = i.person
   where i.workspace = ${workspace} and i.person = ${person} and i.goals_until is not null
     and i.id = any(${instances}::text[])
   order by i.id`;

async function updateWindow(sql: Sql, now: Instant, who: PersonRef, version: Version, ended: Ended): Promise<void> {
  const { enteredAt, visit, profile, context, segments, isControl } = ended;
  const known = { now, profile, context, segments, key: ended.key === '' ? null : ended.key };
  let goals: GoalFacts = { converted: ended.converted, holding: ended.holding, lastSend: null };
  const id = InstanceId.parse(ended.id);
  const instance = { ...who, id, journey: version.document.id, version: version.number, enteredAt };
  for (const { lastSend, ...event } of ended.events ?? []) {
    const met = meetAfterEnd(version, { enteredAt, visit }, event, { ...known, goals: { ...goals, lastSend } });
    await recordGoalConversions(sql, version, instance, met.conversions, isControl);
    goals = met.goals;
  }
  const lastSend = ended.isSending ? { at: now } : ended.lastSend; // a pending message will be the last
  const until = openUntil(version, { enteredAt }, { profile, now }, { converted: goals.converted, lastSend });
  const readTo = ended.events?.at(-1)?.position ?? ended.readTo;
  await sql`
    update instances set goals_until = ${until}, goals_holding = ${goals.holding}::text[], read_to = ${readTo},
           interests = ${until === null ? [] : version.afterEnd}::text[]
     where workspace = ${who.workspace} and id = ${id}`;
  if (until === null) await dropDue(sql, who.workspace, WINDOW, [id]);
  else {
    const at = ended.events?.length === PAGE ? instant(now - 1) : instant(until); // a full page: continue immediately
    await setDue(sql, [{ ...who, kind: WINDOW, ref: id, journey: instance.journey, at, data: {} }]);
  }
}
