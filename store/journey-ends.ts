import { InstanceId, type JourneyId, PersonId, type WorkspaceId } from '../journey/ids.ts';
import { ok, type Result, refuse } from '../journey/refusal.ts';
import { type Instant, instant } from '../journey/time.ts';
import { awaitNext } from './broadcasts/occurrences.ts';
import { awaitDates } from './dates.ts';
import { setDue } from './due-rows.ts';
import { endFromOutside } from './end.ts';
import { type ChangeRequest, changeJourney, endPause, type JourneyStanding } from './journey-changes.ts';
import { takeJourney } from './journey-lock.ts';
import type { Database, Sql } from './sql.ts';
import type { Versions } from './versions.ts';

/** How a journey ends: by itself, when entry is over and nobody is inside, or because somebody has it stopped (design.md §12). */

/** `now`: whoever is inside is put out. `drain`: nobody enters any more, and those inside go on to their ends. */
export type StopMode = 'now' | 'drain';

export const stopJourney = (
  database: Database,
  request: ChangeRequest & { readonly mode: StopMode },
): Promise<Result<JourneyStanding>> =>
  changeJourney(
    database,
    request,
    'stop',
    (standing) => standing.state === 'stopped' || (request.mode === 'drain' && isDraining(standing)),
    async ({ sql, now, workspace, journey, actor, standing }) => {
      const { mode } = request;
      if (mode === 'drain' && standing.state === 'paused')
        return refuse(
          'journey-state',
          `journey "${journey}" is paused: those inside could not go on to their ends`,
          'resume it first, or stop it now',
          { about: { state: 'paused' } },
        );
      if (mode === 'drain') {
        await sql`
          update journeys set state = 'running', entry_until = ${now}, when_empty = 'stopped', updated_at = now() where workspace = ${workspace} and id = ${journey}`;
        await awaitNext(sql, now, workspace, journey);
        await completeWhenEmpty(sql, now, workspace, journey);
        return ok({ mode });
      }
      await endPause(sql, now, workspace, journey);
      await sql`update journeys set state = 'stopped', updated_at = now() where workspace = ${workspace} and id = ${journey}`;
      await awaitNext(sql, now, workspace, journey);
      await setDue(sql, [stopRow(workspace, journey, now, { actor, at: now })]);
      return ok({ mode: 'now' });
    },
  );

const isDraining = ({ state, whenEmpty, entryUntil }: JourneyStanding): boolean =>
  (state === 'running' || state === 'paused') && whenEmpty === 'stopped' && entryUntil !== null;

/** Entries count again. One that was scheduled begins now. */
export const startJourney = (database: Database, request: ChangeRequest): Promise<Result<JourneyStanding>> =>
  changeJourney(
    database,
    request,
    'start',
    (standing) => standing.state === 'running' && !isDraining(standing),
    async ({ sql, now, workspace, journey, standing: { state } }) => {
      if (state !== 'scheduled' && (await isAnybodyInside(sql, workspace, journey)))
        return refuse(
          'journey-state',
          `journey "${journey}" has been stopped, and people are still being put out`,
          'start it again in a moment',
          { about: { state } },
        );
      await sql`
        update journeys
           set state = 'running', entry_from = null, when_empty = 'completed', took_until = null, updated_at = now(),
               entry_until = case when when_empty = 'completed' and entry_until > ${now} then entry_until end
         where workspace = ${workspace} and id = ${journey}`;
      await awaitNext(sql, now, workspace, journey);
      await awaitDates(sql, now, workspace, journey);
      return ok({});
    },
  );

const isAnybodyInside = async (sql: Sql, workspace: string, journey: string): Promise<boolean> =>
  (
    await sql`select 1 from instances where workspace = ${workspace} and journey = ${journey} and ended_at is null limit 1`
  ).length > 0;

/** Put away: it only shows its past. */
export const archiveJourney = (database: Database, request: ChangeRequest): Promise<Result<JourneyStanding>> =>
  changeJourney(
    database,
    request,
    'archive',
    ({ state }) => state === 'archived',
    async ({ sql, workspace, journey, standing: { state } }) => {
      if (state === 'draft')
        await sql`update drafts set is_archived = true where workspace = ${workspace} and journey = ${journey}`;
      else
        await sql`update journeys set state = 'archived', updated_at = now() where workspace = ${workspace} and id = ${journey}`;
      return ok({});
    },
  );

/** What time and the last exit bring about: entry begins; entry is over and nobody is inside. Under the journey's lock. */
export async function passTime(sql: Sql, now: number, workspace: WorkspaceId, journey: JourneyId): Promise<void> {
  await takeJourney(sql, workspace, journey);
  await sql`
    update journeys set state = 'running', updated_at = now()
     where workspace = ${workspace} and id = ${journey} and state = 'scheduled' and entry_from <= ${now}`;
  await completeWhenEmpty(sql, now, workspace, journey);
}

/** Under the journey's lock, which entries share: nobody comes in meanwhile. */
export const completeWhenEmpty = (sql: Sql, now: number, workspace: string, journey: string) => sql`
  update journeys set state = when_empty, took_until = entry_until, updated_at = now()
   where workspace = ${workspace} and id = ${journey} and state = 'running' and entry_until <= ${now}
     and not exists (select from instances i where i.workspace = ${workspace} and i.journey = ${journey} and i.ended_at is null)
     and not exists (select from queued q where q.workspace = ${workspace} and q.journey = ${journey})
     and not exists (select from broadcasts b where b.workspace = ${workspace} and b.journey = ${journey} and b.state = 'filling')`;

/** Instances that one transaction ends: their persons' locks are held for as long. */
const CHUNK = 100;

export const STOP = 'journey-stop';

/** Who asked for it, and when: what had been accepted by then still counts. */
export interface Stop {
  readonly actor: string;
  readonly at: Instant;
}

const stopRow = (workspace: WorkspaceId, journey: JourneyId, now: number, { actor, at: stoppedAt }: Stop) => ({
  ...{ workspace, journey, kind: STOP, ref: journey, person: null },
  at: instant(now - 1), // at once
  data: { actor, at: stoppedAt },
});

/**
 * Ends the next of those who are inside a journey that has been stopped, each as a decision of its own; their workflows are told afterwards. To be
 * called again until it answers 0, unless the journey has been started anew.
 */
export async function endInside(
  sql: Sql,
  versions: Versions,
  workspace: WorkspaceId,
  journey: JourneyId,
  stop: Stop,
): Promise<number> {
  const inside = await sql<{ id: string; person: string; version: number }>`
    select i.id, i.person, i.version from instances i join journeys j on j.workspace = i.workspace and j.id = i.journey
     where i.workspace = ${workspace} and i.journey = ${journey} and i.ended_at is null and j.state in ('stopped', 'archived')
     order by i.id limit ${CHUNK}`;
  if (inside.length === 0) return 0;
  await sql`select lock_persons(${workspace}, ${inside.map(({ person }) => person)}::text[])`;
  const [clock] = await sql<{ now: Instant }>`select clock(${workspace}) as now`; // the one under their locks
  if (!clock) throw new TypeError('no clock');
  for (const each of inside) {
    const who = { workspace, person: PersonId.parse(each.person) };
    const version = await versions.get(workspace, journey, each.version, sql).catch(() => undefined); // who cannot be decided ends too
    const why = { reason: 'stopped', detail: `by ${stop.actor}`, at: stop.at } as const;
    await endFromOutside(sql, clock.now, who, InstanceId.parse(each.id), why, version);
  }
  await setDue(sql, [stopRow(workspace, journey, clock.now, stop)]);
  return inside.length;
}

/** Workflows told at once, so that live events do not wait behind them. */
const TOLD = 200;

/** Announces the next of those that have been ended while their workflow waits on: a job, safe to run twice at once. Returns how many persons. */
export async function closeEnded(sql: Sql): Promise<number> {
  const found = await sql`
    insert into outbox (workspace, person)
    select distinct workspace, person from (
      select workspace, person from instances i
       where closing and not exists (select from outbox o where o.workspace = i.workspace and o.person = i.person and o.position is null)
       limit ${TOLD}) as closing
    returning id`;
  return found.length;
}
