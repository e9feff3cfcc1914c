import type { JourneyId, PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { part, type Sql } from '../base/sql.ts';

/**
 * Holds for a journey (alias `j`) that has closed by itself, because entry had ended and no instance was live, and
 * hasn't been changed since. An event that was accepted in time but is judged only now may still let a user in
 * (design.md §7.4, §8).
 */
export const hasClosed = part`(
  j.state in ('completed', 'stopped') and j.took_until is not null and j.took_until is not distinct
    from j.entry_until)`;

/**
 * Reopens a journey that has closed, because a user enters after all. It closes again when they have left. Called with
 * the journey's lock, shared.
 */
export const reopenJourney = (sql: Sql, { workspace }: PersonRef, journey: JourneyId) => sql`
  update journeys j set state = 'running', took_until = null, updated_at = now()
   where j.workspace = ${workspace} and j.id = ${journey} and ${hasClosed}`;

/**
 * Returns the version by which entries are judged, or undefined if the journey is archived or doesn't exist. Whether
 * the journey takes entries is for the judgement to decide and count.
 */
export async function findJudgingVersion(
  sql: Sql,
  workspace: WorkspaceId,
  journey: JourneyId | null,
): Promise<number | undefined> {
  const [row] = await sql<{ version: number }>`
    select version from journeys j where workspace = ${workspace} and id = ${journey} and state <> 'archived'`;
  return row?.version;
}

export async function findEvent(
  sql: Sql,
  { workspace, person }: PersonRef,
  position: unknown,
): Promise<JourneyEvent | undefined> {
  const [row] = await sql<JourneyEvent>`
    select name, accepted_at as at, position, properties from events
     where workspace = ${workspace} and person = ${person} and position = ${position}`;
  return row;
}
