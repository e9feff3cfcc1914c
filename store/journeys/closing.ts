import type { JourneyId, PersonRef } from '../../journey/base/ids.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import { part, type Sql } from '../base/sql.ts';

/**
 * A journey (as `j`) that has closed by itself, since entry was over and nobody was inside, and has not been changed since: what was accepted in time
 * and is looked at only now still lets somebody in (design.md §7.4, §8).
 */
export const hasClosed = part`(j.state in ('completed', 'stopped') and j.took_until is not null and j.took_until is not distinct from j.entry_until)`;

/** It has closed, and somebody comes in after all: it closes once more when they have left. Called with the journey's lock, shared. */
export const openAgain = (sql: Sql, { workspace }: PersonRef, journey: JourneyId) => sql`
  update journeys j set state = 'running', took_until = null, updated_at = now() where j.workspace = ${workspace} and j.id = ${journey} and ${hasClosed}`;

/** Number of the version that lets people in, or did: whether it does now is for the judgement to say, and to count. Undefined: put away, or none. */
export async function judgingVersion(
  sql: Sql,
  workspace: string,
  journey: JourneyId | null,
): Promise<number | undefined> {
  const [row] = await sql<{ version: number }>`
    select version from journeys j where workspace = ${workspace} and id = ${journey} and state <> 'archived'`;
  return row?.version;
}

export async function eventAt(
  sql: Sql,
  { workspace, person }: PersonRef,
  position: unknown,
): Promise<JourneyEvent | undefined> {
  const [row] = await sql<JourneyEvent>`
    select name, accepted_at as at, position, properties from events
     where workspace = ${workspace} and person = ${person} and position = ${position}`;
  return row;
}
