import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { PausePolicy } from '../../journey/lifecycle/pause.ts';
import { isPossible, type JourneyState, type JourneyVerb, whatIsPossible } from '../../journey/lifecycle/state.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import { changedFields, recordAudit } from '../access/audit.ts';
import { lockJourney, withLocks } from '../base/locks.ts';
import type { Database, Sql } from '../base/sql.ts';

/** A journey as an operator handles it. */
export interface JourneyStanding {
  readonly state: JourneyState;
  readonly version: number;
  readonly entryFrom: Instant | null;
  readonly entryUntil: Instant | null;
  /** What it becomes when entry is over and nobody is inside. */
  readonly whenEmpty: 'completed' | 'stopped';
  readonly pause: { readonly from: Instant; readonly policy: PausePolicy } | null;
}

export interface ChangeRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly actor: string;
}

/** One change of one journey, under its lock. */
export interface Changing extends ChangeRequest {
  readonly sql: Sql;
  readonly now: Instant;
  readonly standing: JourneyStanding;
}

/** Answers what the audit says of it. */
type Change = (changing: Changing) => Promise<Result<JsonObject>>;

/**
 * What an operator does to a journey: if its state lets them, audited, once; asked again, it is so already. Answers how it stands then, by what the
 * change left.
 */
export const changeJourney = (
  database: Database,
  request: ChangeRequest,
  verb: JourneyVerb,
  isDone: (standing: JourneyStanding) => boolean,
  change: Change,
): Promise<Result<JourneyStanding>> =>
  database.transaction(
    async (sql, opened) => {
      const { workspace, journey } = request;
      const standing = await standingOf(sql, workspace, journey);
      if (!standing)
        return refuse('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
      if (isDone(standing)) return ok(standing);
      const { state } = standing;
      if (!isPossible(state, verb)) return refuseState(journey, standing, verb);
      const now = instant(opened.at(-1)?.rows[0].now);
      const changed = await change({ ...request, sql, now, standing });
      if (!changed.ok) return changed;
      const after = (await standingOf(sql, workspace, journey)) ?? standing;
      await recordAudit(sql, {
        ...{ workspace, actor: request.actor },
        action: `journey.${verb}`,
        about: { journey, ...changed.value },
        ...changedFields(standing, after),
      });
      return ok(after);
    },
    withLocks([lockJourney(request.workspace, request.journey)], request.workspace),
  );

const refuseState = (journey: JourneyId, { state, pause }: JourneyStanding, verb: JourneyVerb) =>
  verb === 'pause' && pause
    ? refuse(
        'journey-state',
        `journey "${journey}" is paused already, with the policy ${pause.policy}`,
        'resume it, then pause it with the other one',
        { about: { state, policy: pause.policy } },
      )
    : refuse(
        'journey-state',
        `journey "${journey}" is ${state === 'draft' ? 'a draft' : state}: it cannot be ${PAST[verb]}`,
        whatIsPossible(state),
        { about: { state } },
      );

const PAST = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
  archive: 'archived',
} satisfies Record<JourneyVerb, string>;

/** Undefined: there is no such journey. */
export async function standingOf(sql: Sql, workspace: string, journey: string): Promise<JourneyStanding | undefined> {
  const [row] = await sql<JourneyStanding>`
    select j.state, j.version, j.entry_from as "entryFrom", j.entry_until as "entryUntil", j.when_empty as "whenEmpty",
           (select jsonb_build_object('from', p.from_at, 'policy', p.policy) from pauses p
             where p.workspace = j.workspace and p.journey = j.id and p.to_at is null) as pause
      from journeys j where j.workspace = ${workspace} and j.id = ${journey}
     union all
    select case when is_archived then 'archived' else 'draft' end, 0, null, null, 'completed', null
      from drafts d where d.workspace = ${workspace} and d.journey = ${journey}
       and not exists (select from journeys j where j.workspace = d.workspace and j.id = d.journey)`;
  return row;
}

export const endPause = (sql: Sql, now: number, workspace: string, journey: string) => sql`
  update pauses set to_at = ${now} where workspace = ${workspace} and journey = ${journey} and to_at is null`;
