import type { JourneyId, PersonRef } from '../journey/ids.ts';
import type { JourneyEvent } from '../journey/input.ts';
import type { Sql } from './sql.ts';

/** Number of the version that lets people in; undefined where none does now. */
export async function runningVersion(
  sql: Sql,
  workspace: string,
  journey: JourneyId | null,
): Promise<number | undefined> {
  const [row] = await sql<{ version: number }>`
    select version from journeys where workspace = ${workspace} and id = ${journey} and state = 'running'`;
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
