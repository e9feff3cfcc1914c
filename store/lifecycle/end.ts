import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { setDue } from '../base/due-rows.ts';
import type { Database, Sql } from '../base/sql.ts';
import { scheduleNext } from '../broadcasts/occurrences.ts';
import { scheduleDateFill } from '../entry/date-fill.ts';
import { type ChangeRequest, changeJourney, endPause, type JourneyStatus } from '../journeys/change.ts';
import { stopRow } from './stop-instances.ts';

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

const hasLiveInstances = async (sql: Sql, workspace: WorkspaceId, journey: JourneyId): Promise<boolean> =>
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
export const completeWhenEmpty = (sql: Sql, now: number, workspace: WorkspaceId, journey: JourneyId) => sql`
  update journeys set state = when_empty, took_until = entry_until, updated_at = now()
   where workspace = ${workspace} and id = ${journey} and state = 'running' and entry_until <= ${now}
     and not exists (select from instances i
                     where i.workspace = ${workspace} and i.journey = ${journey} and i.ended_at is null)
     and not exists (select from queued q where q.workspace = ${workspace} and q.journey = ${journey})
     and not exists (select from broadcasts b
                     where b.workspace = ${workspace} and b.journey = ${journey} and b.state = 'filling')`;
