import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result } from '../../journey/base/refusal.ts';
import type { PausePolicy } from '../../journey/lifecycle/pause.ts';
import { createDoorbell } from '../base/doorbell.ts';
import type { Database, Sql } from '../base/sql.ts';
import { type ChangeRequest, changeJourney, endPause, type JourneyStatus } from '../journeys/change.ts';
import { announceEach } from '../outbox/announce.ts';
import { completeWhenEmpty } from './end.ts';

/** Pausing a whole journey (design.md §7.7): one row, however many instances it has. */

/**
 * Pauses a journey: no user enters and no message is claimed. `policy` decides what happens to running timers; the
 * default is the document's `onPause`.
 */
export const pauseJourney = (
  database: Database,
  request: ChangeRequest & { readonly policy?: PausePolicy | undefined },
): Promise<Result<JourneyStatus>> =>
  changeJourney(
    database,
    request,
    'pause',
    ({ pause }) => pause !== null && (request.policy === undefined || request.policy === pause.policy),
    async ({ sql, now, workspace, journey, status: { version } }) => {
      const [row] = await sql<{ policy: PausePolicy }>`
        insert into pauses (workspace, journey, nr, from_at, policy)
        select v.workspace, v.journey,
               (select count(*) + 1 from pauses p where p.workspace = v.workspace and p.journey = v.journey),
               ${now}, coalesce(${request.policy ?? null}, v.document ->> 'onPause', 'hold-clock')
          from versions v where v.workspace = ${workspace} and v.journey = ${journey} and v.version = ${version}
        returning policy`;
      await sql`
        update journeys set state = 'paused', updated_at = now()
         where workspace = ${workspace} and id = ${journey}`;
      return ok({ policy: row?.policy ?? null });
    },
  );

/** Resumes a journey. Wakes held instances page by page; the others continue at their own time. */
export async function resumeJourney(database: Database, request: ChangeRequest): Promise<Result<JourneyStatus>> {
  const resumed = await changeJourney(
    database,
    request,
    'resume',
    ({ state }) => state === 'running' || state === 'scheduled',
    async ({ sql, now, workspace, journey }) => {
      await endPause(sql, now, workspace, journey);
      await sql`
        update journeys set state = case when entry_from > ${now} then 'scheduled' else 'running' end,
            updated_at = now()
         where workspace = ${workspace} and id = ${journey}`;
      await completeWhenEmpty(sql, now, workspace, journey);
      return ok({});
    },
  );
  if (resumed.ok && (await wakeHeld(database.sql)) > 0) createDoorbell(database, ['bulk']).ring();
  return resumed;
}

/** Users woken per call. A job wakes a page a second, so that others don't wait behind them. */
const PAGE = 500;

/**
 * Asks for a look at the next users whose instance was held by a pause that has ended. A job; safe to run twice at
 * once. An instance with nothing to do costs one nudge. Returns the number of users.
 */
export async function wakeHeld(sql: Sql): Promise<number> {
  const found = await sql<{ workspace: WorkspaceId; person: PersonId }>`
    select distinct workspace, person from (
      select h.workspace, h.person
        from journeys j
        cross join lateral (
          select i.workspace, i.person from instances i
           where i.workspace = j.workspace and i.journey = j.id and i.held
             and not exists (select from outbox o
                             where o.workspace = i.workspace and o.person = i.person and o.looks > 0 offset 0)
           limit ${PAGE}
        ) h
       where j.state <> 'paused' and exists (select from pauses p where p.workspace = j.workspace and p.journey = j.id)
       limit ${PAGE}) as held`;
  return announceEach(sql, found, { isBulk: true });
}
