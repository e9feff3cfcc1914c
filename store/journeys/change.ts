import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import type { PausePolicy } from '../../journey/lifecycle/pause.ts';
import type { JourneyState } from '../../journey/lifecycle/state.ts';
import { isPossible, type JourneyVerb, whatIsPossible } from '../../journey/lifecycle/verbs.ts';
import type { Instant } from '../../journey/time/time.ts';
import { changedFields, recordAudit } from '../access/audit.ts';
import type { Database, Sql } from '../base/sql.ts';
import { inJourney } from '../person.ts';

/** The state of a journey that an operator can change. */
export interface JourneyStatus {
  readonly state: JourneyState;
  readonly version: number;
  readonly entryFrom: Instant | null;
  readonly entryUntil: Instant | null;
  /** Its state once entry has ended and no instance is live. */
  readonly whenEmpty: 'completed' | 'stopped';
  readonly pause: { readonly from: Instant; readonly policy: PausePolicy } | null;
}

export interface ChangeRequest {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly actor: string;
}

/** A change of a journey, under the journey's lock. */
export interface Changing extends ChangeRequest {
  readonly sql: Sql;
  readonly now: Instant;
  readonly status: JourneyStatus;
}

/** Makes the change and returns the details for the audit entry. */
type Change = (changing: Changing) => Promise<Result<JsonObject>>;

/**
 * Applies an operator's change if the journey's state allows it, and records it in the audit. Does nothing if the
 * change has been made already. Returns the resulting status.
 */
export const changeJourney = (
  database: Database,
  request: ChangeRequest,
  verb: JourneyVerb,
  isDone: (status: JourneyStatus) => boolean,
  change: Change,
): Promise<Result<JourneyStatus>> =>
  inJourney(database, request, async (sql, now) => {
    const { workspace, journey } = request;
    const status = await readJourneyStatus(sql, workspace, journey);
    if (!status)
      return refuse('journey-not-found', `there is no journey "${journey}"`, 'list them with GET /v1/journeys');
    if (isDone(status)) return ok(status);
    const { state } = status;
    if (!isPossible(state, verb)) return refuseState(journey, status, verb);
    const changed = await change({ ...request, sql, now, status });
    if (!changed.ok) return changed;
    const after = (await readJourneyStatus(sql, workspace, journey)) ?? status;
    await recordAudit(sql, {
      ...{ workspace, actor: request.actor },
      action: `journey.${verb}`,
      about: { journey, ...changed.value },
      ...changedFields(status, after),
    });
    return ok(after);
  });

const refuseState = (journey: JourneyId, { state, pause }: JourneyStatus, verb: JourneyVerb) =>
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

/** Returns the status of a journey or draft, or undefined if it doesn't exist. */
export async function readJourneyStatus(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId,
): Promise<JourneyStatus | undefined> {
  const [row] = await sql<JourneyStatus>`
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

export const endPause = (sql: Sql, now: number, workspace: WorkspaceId, journey: JourneyId) => sql`
  update pauses set to_at = ${now} where workspace = ${workspace} and journey = ${journey} and to_at is null`;
