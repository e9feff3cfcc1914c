import { InstanceId, type JourneyId, PersonId, type WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { setDue } from '../base/due-rows.ts';
import type { Database, Sql } from '../base/sql.ts';
import { scheduleNext } from '../broadcasts/occurrences.ts';
import { endFromOutside, Undecided } from '../decisions/end.ts';
import { markStuck } from '../decisions/stuck.ts';
import { scheduleDateFill } from '../entry/date-fill.ts';
import { type ChangeRequest, changeJourney, endPause, type JourneyStatus } from '../journeys/change.ts';
import { findReadable, type Versions } from '../journeys/versions.ts';
import { announceEach } from '../outbox/announce.ts';

/**
 * How a journey ends: by itself, when entry has ended and no instance is live, or because an operator stops it
 * (design.md §12).
 */

/** `now`: all instances end. `drain`: no user enters, and current instances finish. */
export type StopMode = 'now' | 'drain';

export const stopJourney = (
  database: Database,
  request: ChangeRequest & { readonly mode: StopMode },
): Promise<Result<JourneyStatus>> =>
  changeJourney(
    database,
    request,
    'stop',
    (status) => status.state === 'stopped' || (request.mode === 'drain' && isDraining(status)),
    async ({ sql, now, workspace, journey, actor, status }) => {
      const { mode } = request;
      if (mode === 'drain' && status.state === 'paused')
        return refuse(
          'journey-state',
          `journey "${journey}" is paused, so current instances can't finish`,
          'resume it first, or stop it now',
          { about: { state: 'paused' } },
        );
      if (mode === 'drain') {
        await sql`
          update journeys set state = 'running', entry_until = ${now}, when_empty = 'stopped', updated_at = now()
           where workspace = ${workspace} and id = ${journey}`;
        await scheduleNext(sql, now, workspace, journey);
        await completeWhenEmpty(sql, now, workspace, journey);
        return ok({ mode });
      }
      await endPause(sql, now, workspace, journey);
      await sql`
        update journeys set state = 'stopped', updated_at = now()
         where workspace = ${workspace} and id = ${journey}`;
      await scheduleNext(sql, now, workspace, journey);
      await setDue(sql, [stopRow(workspace, journey, now - 1, { actor, at: now })]);
      return ok({ mode: 'now' });
    },
  );

const isDraining = ({ state, whenEmpty, entryUntil }: JourneyStatus): boolean =>
  (state === 'running' || state === 'paused') && whenEmpty === 'stopped' && entryUntil !== null;

/** Starts a journey: it takes entries again. A scheduled journey begins now. */
export const startJourney = (database: Database, request: ChangeRequest): Promise<Result<JourneyStatus>> =>
  changeJourney(
    database,
    request,
    'start',
    (status) => status.state === 'running' && !isDraining(status),
    async ({ sql, now, workspace, journey, status: { state } }) => {
      if (state !== 'scheduled' && (await hasLiveInstances(sql, workspace, journey)))
        return refuse(
          'journey-state',
          `journey "${journey}" was stopped and its instances are still ending`,
          'start it again in a moment',
          { about: { state } },
        );
      await sql`
        update journeys
           set state = 'running', entry_from = null, when_empty = 'completed', took_until = null, updated_at = now(),
               entry_until = case when when_empty = 'completed' and entry_until > ${now} then entry_until end
         where workspace = ${workspace} and id = ${journey}`;
      await scheduleNext(sql, now, workspace, journey);
      await scheduleDateFill(sql, now, workspace, journey);
      return ok({});
    },
  );

const hasLiveInstances = async (sql: Sql, workspace: string, journey: string): Promise<boolean> =>
  (
    await sql`
      select 1 from instances
       where workspace = ${workspace} and journey = ${journey} and ended_at is null limit 1`
  ).length > 0;

/** Archives a journey, which then only shows its history. */
export const archiveJourney = (database: Database, request: ChangeRequest): Promise<Result<JourneyStatus>> =>
  changeJourney(
    database,
    request,
    'archive',
    ({ state }) => state === 'archived',
    async ({ sql, workspace, journey, status: { state } }) => {
      if (state === 'draft')
        await sql`update drafts set is_archived = true where workspace = ${workspace} and journey = ${journey}`;
      else
        await sql`
          update journeys set state = 'archived', updated_at = now()
           where workspace = ${workspace} and id = ${journey}`;
      return ok({});
    },
  );

/**
 * Updates a journey's state when entry begins, or when entry has ended and no instance is live. The caller holds the
 * journey's lock exclusively.
 */
export async function applyEntryWindow(
  sql: Sql,
  now: number,
  workspace: WorkspaceId,
  journey: JourneyId,
): Promise<void> {
  await sql`
    update journeys set state = 'running', updated_at = now()
     where workspace = ${workspace} and id = ${journey} and state = 'scheduled' and entry_from <= ${now}`;
  await completeWhenEmpty(sql, now, workspace, journey);
}

/**
 * Completes a journey whose entry has ended and which has no live instance. Call it under the journey's lock, which
 * entries share, so that no user enters meanwhile.
 */
export const completeWhenEmpty = (sql: Sql, now: number, workspace: string, journey: string) => sql`
  update journeys set state = when_empty, took_until = entry_until, updated_at = now()
   where workspace = ${workspace} and id = ${journey} and state = 'running' and entry_until <= ${now}
     and not exists (select from instances i
                     where i.workspace = ${workspace} and i.journey = ${journey} and i.ended_at is null)
     and not exists (select from queued q where q.workspace = ${workspace} and q.journey = ${journey})
     and not exists (select from broadcasts b
                     where b.workspace = ${workspace} and b.journey = ${journey} and b.state = 'filling')`;

/** Instances that one transaction ends. It holds the locks of their persons. */
const CHUNK = 100;

export const STOP = 'journey-stop';

/** Progress of a stop, with the actor and the instant of the request. Events accepted by then still count. */
export interface Stop {
  readonly actor: string;
  readonly at: Instant;
  /** The last instance that this round has looked at. */
  readonly after?: string;
  /** Some instances of this round couldn't be ended, so another round follows. */
  readonly hasLeft?: boolean;
}

/** Wait between two rounds of a stop, if the first couldn't end all instances. */
const NEXT_ROUND_MS = 60_000;

/** Returns the due row of a stop. */
const stopRow = (workspace: WorkspaceId, journey: JourneyId, dueAt: number, { at: stoppedAt, ...stop }: Stop) => ({
  ...{ workspace, journey, kind: STOP, ref: journey, person: null },
  at: instant(dueAt),
  data: { ...stop, at: stoppedAt },
});

/** Returns the next instances to end; none if the journey has been started again. */
export async function findNextInside(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
  after = '',
): Promise<readonly { readonly id: InstanceId; readonly person: PersonId; readonly version: number }[]> {
  const inside = await sql<{ id: string; person: string; version: number }>`
    select i.id, i.person, i.version from instances i join journeys j on j.workspace = i.workspace and j.id = i.journey
     where i.workspace = ${workspace} and i.journey = ${journey} and i.ended_at is null
       and j.state in ('stopped', 'archived') and i.id > ${after}
     order by i.id limit ${CHUNK}`;
  return inside.map(({ id, person, version }) => ({
    id: InstanceId.parse(id),
    person: PersonId.parse(person),
    version,
  }));
}

interface StopPorts {
  readonly sql: Sql;
  readonly now: Instant;
  readonly versions: Versions;
  readonly log: { error(about: object, message: string): void };
}

/**
 * Ends the instances of `persons` that `findNextInside` returns, each as a decision of its own. Their workflows are
 * notified afterwards. Sets the stop's due row again while there may be more. The caller holds the persons' locks and
 * shares the journey's.
 */
export async function endInstances(
  { sql, now, versions, log }: StopPorts,
  workspace: WorkspaceId,
  journey: JourneyId,
  stop: Stop,
  persons: readonly PersonId[],
): Promise<void> {
  const inside = await findNextInside(sql, workspace, journey, stop.after);
  if (inside.length === 0) {
    const { after: _, hasLeft, ...next } = stop;
    if (hasLeft) await setDue(sql, [stopRow(workspace, journey, now + NEXT_ROUND_MS, next)]);
    return;
  }
  let next = stop;
  for (const instance of inside) {
    if (!persons.includes(instance.person)) break; // not locked: this page came to more than was looked at
    const hasEnded = await endStopped({ sql, now, versions, log }, workspace, journey, stop, instance);
    next = { ...next, after: instance.id, ...(!hasEnded && { hasLeft: true }) };
  }
  await setDue(sql, [stopRow(workspace, journey, now - 1, next)]);
}

type Inside = Awaited<ReturnType<typeof findNextInside>>[number];

/** Returns false where a bug keeps the instance from being decided. */
async function endStopped(
  { sql, now, versions, log }: StopPorts,
  workspace: WorkspaceId,
  journey: JourneyId,
  { actor, at }: Stop,
  { id, person, version: number }: Inside,
): Promise<boolean> {
  const version = await findReadable(versions, workspace, journey, number, sql);
  try {
    await endFromOutside(
      sql,
      now,
      { workspace, person, instance: id },
      { reason: 'stopped', detail: `by ${actor}`, at },
      version,
    );
    return true;
  } catch (fault) {
    if (!(fault instanceof Undecided)) throw fault;
    log.error({ err: fault.cause, instance: id, journey }, 'a bug keeps an instance from being ended: tried again');
    await markStuck(sql, { workspace, id }, `engineError: ${fault.cause}`);
    return false;
  }
}

/** Workflows notified per call, so that live events don't wait behind them. */
const TOLD = 200;

/**
 * Asks for a look at the next users whose instance has ended while its workflow still waits. A job; safe to run twice
 * at once. Returns the number of users.
 */
export async function announceClosing(sql: Sql): Promise<number> {
  const found = await sql<{ workspace: string; person: string }>`
    select distinct workspace, person from (
      select workspace, person from instances i
       where closing and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person
                                     and o.looks > 0 offset 0)
       limit ${TOLD}) as closing`;
  return announceEach(sql, found, { isBulk: true });
}
