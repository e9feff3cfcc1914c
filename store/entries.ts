import { holdingAtEntry } from '../journey/engine/condition-rules.ts';
import type { Version } from '../journey/engine/version.ts';
import { asEntry } from '../journey/entries/index.ts';
import { entryKey, type Judgement, judge, metReason } from '../journey/entries/judge.ts';
import { InstanceId, type JourneyId, type PersonRef, type WorkspaceId } from '../journey/ids.ts';
import type { JourneyEvent } from '../journey/input.ts';
import type { JsonObject } from '../journey/json.ts';
import { zoneOf } from '../journey/profile.ts';
import { type EntryWindow, isOpenAt, type PublishedState } from '../journey/state.ts';
import { after, type Instant } from '../journey/time.ts';
import { openWindows } from './after-end.ts';
import { hasPlace } from './capacity.ts';
import { count } from './counts.ts';
import { setDue } from './due-rows.ts';
import { newInstanceId } from './ids.ts';
import { joinJourney } from './journey-lock.ts';
import type { Sql } from './sql.ts';
import { workflowIdOf } from './workflow-id.ts';

export interface EntryOptions {
  /** Show user ids in workflow ids even where they look like addresses. */
  readonly plainUserIds: boolean;
}

/** What became of one event that could let one person into one journey. */
export type Admission =
  | { readonly is: 'entered'; readonly instance: InstanceId }
  | { readonly is: 'control'; readonly instance: InstanceId }
  /** `isDelivered`: it goes to the live one as an event. */
  | { readonly is: 'met'; readonly instance: InstanceId; readonly isDelivered: boolean }
  | Refused;

export interface Candidate {
  readonly who: PersonRef;
  readonly version: Version;
  readonly event: JourneyEvent;
  /** Position of the last that was accepted before it entered, if not the event's own: what is later concerns it. */
  readonly beginsAt?: number;
  /** Till when a filter that does not hold is tried again, where that has been settled; else the entry says for how long (design.md §5). */
  readonly graceUntil?: Instant;
  /** What becomes of an entry that meets a live instance: kept until that has read past it, or refused, since somebody waits for the answer. */
  readonly onMeet: 'contest' | 'refuse';
  /** Where its workflow's tasks wait: live events never wait behind those of `bulk`. Live, unless given. */
  readonly queue?: 'live' | 'bulk';
}

/** By when the event was accepted: one that came in time counts, however late it is judged. */
const takesEntries = ({ state, ...window }: Standing, at: Instant): boolean =>
  (state === 'running' || state === 'scheduled') && isOpenAt(window, at);

export interface Standing extends EntryWindow {
  readonly state: PublishedState;
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
  /** The live one has read past this event, and went on. */
  readonly isPassed: boolean | null;
  /** By the live one's own version: another may have said otherwise. */
  readonly liveEntry: LiveEntry | null;
}

type LiveEntry = Pick<Version['document']['entry'], 'whileInside'>;
type Refused = Extract<Judgement, { readonly is: 'refuse' }>;

/**
 * Judges an entry and records what came of it, once: the same event again finds its own instance or its refusal. One that meets a live
 * instance is kept, and judged by the decision that reads past it (design.md §8). Called under the person's lock.
 */
export async function admit(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  { plainUserIds }: EntryOptions,
): Promise<Admission> {
  const { who, version } = candidate;
  const event = asEntry(candidate.event);
  const { entry, id: journey } = version.document;
  const key = entryKey(entry, event);
  await joinJourney(sql, who.workspace, journey); // when a stop has been answered, nobody comes in behind it
  const standing = await standingOf(sql, who, journey, key ?? '', event.position);
  if (standing.own) return { is: standing.isOwnControl ? 'control' : 'entered', instance: standing.own };
  if (standing.refusal) return asBefore(standing.refusal);
  const { live } = standing;
  const judgement = judgementOf(standing, { ...candidate, event }, key, now);
  const zone = zoneOf(standing.profile, version.document.timeZone);
  if (judgement.is === 'refuse') return refused(sql, now, candidate, judgement, zone);
  if (judgement.is === 'meet' && live) return meet(sql, now, candidate, standing, live, judgement.key);
  // Those of the control group take nobody's place, but come in only while there is one: else the two would not be alike.
  if (await hasPlace(sql, who.workspace, version, event.at, judgement.is === 'control' ? 'look' : 'take'))
    return letIn(sql, now, { ...candidate, event }, standing, judgement, { plainUserIds });
  return refused(sql, now, candidate, full(entry, judgement.key), zone);
}

/** A filter that does not hold may hold later: it stays a row until then. */
async function refused(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  refusal: Refused,
  zone: string,
): Promise<Admission> {
  const until = refusal.reason === 'filter-not-met' ? graceOf(candidate, zone) : undefined;
  if (until === undefined || now > until) await refuseEntry(sql, now, candidate, refusal);
  else await tryAgainUntil(sql, candidate, until);
  return refusal;
}

const full = ({ capacity }: Version['document']['entry'], key: string): Refused => ({
  is: 'refuse',
  key,
  reason: 'capacity-reached',
  read: { ...capacity },
});

async function letIn(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  { userId, profile, segments, secret, passes }: Standing,
  { is, key }: Judgement,
  { plainUserIds }: EntryOptions,
): Promise<Admission> {
  const { who, version, event } = candidate;
  const { workspace, person } = who;
  const { id: journey, timeZone } = version.document;
  const context = { entry: event.properties };
  const instance = newInstanceId();
  const holding = holdingAtEntry(version, { profile, context, segments }, { now, zone: zoneOf(profile, timeZone) });
  const made = { instance, key, pass: passes + 1, userId, context, holding };
  const counted = (measure: string) =>
    count(sql, workspace, journey, version.number, [
      { node: '', measure: 'qualified' },
      { node: '', measure },
    ]);
  if (is === 'control') {
    await insertInstance(sql, candidate, made, null);
    await counted('control');
    await openWindows(sql, now, who, version, [instance]);
    return { is, instance };
  }
  const named = (shown: string) =>
    workflowIdOf({ workspace, journey, userId: shown, key, pass: made.pass, secret, plain: plainUserIds });
  const isMade = await insertInstance(sql, candidate, made, named(userId));
  // Somebody anonymous may be called what a user is called: the second of them carries the person's own id.
  if (!isMade) await insertInstance(sql, candidate, made, named(`${userId}~${person}`));
  await counted('entered');
  return { is: 'entered', instance };
}

function judgementOf(
  standing: Standing,
  { who, version, event }: Candidate,
  key: string | undefined,
  now: Instant,
): Judgement {
  const { state, profile, passes: count, lastEnteredAt, live, segments } = standing;
  if (!takesEntries(standing, event.at))
    return { is: 'refuse', key: key ?? '', reason: 'not-running', read: { state } };
  const { entry, timeZone } = version.document;
  const around = { now, zone: zoneOf(profile, timeZone), segments };
  const before = { count, lastEnteredAt, isLive: live !== null };
  return judge(entry, event, key, profile, before, around, { journey: version.document.id, person: who.person });
}

/** Undefined where there is none, and where somebody waits for the answer. */
function graceOf({ version, event, graceUntil, onMeet }: Candidate, zone: string): Instant | undefined {
  const { grace } = version.document.entry;
  if (grace === undefined || onMeet === 'refuse') return undefined;
  return graceUntil ?? after(event.at, grace, zone);
}

/** A row until then: whatever changes about the person, it is judged once more (store/grace.ts). */
const tryAgainUntil = (sql: Sql, { who, version, event }: Candidate, at: Instant) => {
  const { id: journey } = version.document;
  const ref = `${journey}/${who.person}/${event.position}`;
  return setDue(sql, [{ ...who, kind: 'grace', ref, journey, at, data: { position: event.position } }]);
};

/** Kept until the live instance has read past it; refused at once where it has, or where somebody waits for the answer. */
async function meet(
  sql: Sql,
  now: Instant,
  candidate: Candidate,
  { isPassed, liveEntry }: Standing,
  live: InstanceId,
  key: string,
): Promise<Admission> {
  const isDelivered = metReason(liveEntry ?? {}) === 'delivered-to-live';
  if (isPassed || (candidate.onMeet === 'refuse' && !isDelivered))
    await refuseEntry(sql, now, candidate, metAlive(live, key, liveEntry ?? {}));
  else await contest(sql, candidate.who.workspace, live, candidate);
  return { is: 'met', instance: live, isDelivered };
}

/** What stands of an entry that met a live instance, which has read it or will never do. */
export const metAlive = (instance: InstanceId, key: string, entry: LiveEntry): Refused => ({
  is: 'refuse',
  key,
  reason: metReason(entry),
  read: { instance },
});

/** A refusal stands, whatever has changed since: the same event again is answered as it was. */
function asBefore(refusal: NonNullable<Standing['refusal']>): Admission {
  const { instance } = refusal.read;
  const isDelivered = refusal.reason === 'delivered-to-live';
  return (refusal.reason === 'already-inside' || isDelivered) && typeof instance === 'string'
    ? { is: 'met', instance: InstanceId.parse(instance), isDelivered }
    : { is: 'refuse', ...refusal };
}

export async function standingOf(
  sql: Sql,
  { workspace, person }: PersonRef,
  journey: JourneyId,
  key: string,
  position: number,
): Promise<Standing> {
  const [row] = await sql<Standing>`
    select p.user_id as "userId", p.profile, j.state, j.entry_from as "entryFrom", j.entry_until as "entryUntil", w.id_secret as secret, i.*,
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
                    bool_or(read_to >= ${position}) filter (where ended_at is null) as "isPassed"
               from instances
              where workspace = p.workspace and person = p.id and journey = ${journey} and key = ${key}
           ) i
     where p.workspace = ${workspace} and p.id = ${person}`;
  if (!row) throw new Error(`person ${person} of ${workspace} is not there`);
  return row;
}

interface Made {
  readonly instance: InstanceId;
  readonly key: string;
  readonly pass: number;
  readonly userId: string;
  readonly context: JsonObject;
  readonly holding: readonly string[];
}

/** False if there is a workflow of that id. Without one it is control: it has ended at once, and for no reason of its own. */
async function insertInstance(
  sql: Sql,
  { who, version, event, beginsAt, queue = 'live' }: Candidate,
  made: Made,
  workflowId: string | null,
): Promise<boolean> {
  const { position, at } = event;
  const inserted = await sql`
    insert into instances (workspace, id, person, user_id, journey, version, key, pass, workflow_id, entry_position, begins_at, entered_at, status, context, read_to, goals_holding, ended_at, queue, priority)
    values (${who.workspace}, ${made.instance}, ${who.person}, ${made.userId}, ${version.document.id}, ${version.number}, ${made.key}, ${made.pass},
            ${workflowId}, ${position}, ${beginsAt ?? null}, ${at}, ${workflowId === null ? 'control' : 'starting'}, ${made.context}, ${beginsAt ?? position}, ${made.holding}::text[], ${workflowId === null ? at : null},
            ${queue}, ${taskPriority(version.document.priority, queue)})
    on conflict (workspace, workflow_id) do nothing
    returning id`;
  return inserted.length > 0;
}

/** 1 goes first; a broadcast's people go one step after those who do something now. Null: the middle. */
function taskPriority(priority: number, queue: 'live' | 'bulk'): number | null {
  const step = Math.min(5, queue === 'bulk' ? priority + 1 : priority);
  return step === 3 ? null : step;
}

/** Once: judged again after a crash, it neither counts nor stands twice. */
export async function refuseEntry(
  sql: Sql,
  now: Instant,
  { who, version, event }: Candidate,
  { key, reason, read }: Refused,
) {
  const { id: journey } = version.document;
  const refused = await sql`
    insert into refusals (workspace, journey, person, position, version, key, refused_at, reason, read)
    values (${who.workspace}, ${journey}, ${who.person}, ${event.position}, ${version.number}, ${key}, ${now}, ${reason}, ${read})
    on conflict do nothing
    returning position`;
  if (refused.length === 0) return;
  await count(sql, who.workspace, journey, version.number, [
    { node: '', measure: 'qualified' },
    { node: '', measure: 'refused' },
  ]);
}

const contest = (sql: Sql, workspace: WorkspaceId, instance: InstanceId, { version, event }: Candidate) => sql`
  insert into contested (workspace, instance, position, journey, version)
  values (${workspace}, ${instance}, ${event.position}, ${version.document.id}, ${version.number})
  on conflict do nothing`;
