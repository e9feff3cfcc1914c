import type { PersonRef } from '../journey/ids.ts';
import type { JourneyEvent } from '../journey/input.ts';
import type { Instant } from '../journey/time.ts';
import type { Sql } from './sql.ts';

/**
 * Position of the last that was accepted before somebody enters at a moment of their own. The event that says so is written a little later: what was
 * accepted between that moment and now is for the instance to read.
 */
export async function readFrom(
  sql: Sql,
  { workspace, person }: PersonRef,
  { at, position }: Pick<JourneyEvent, 'at' | 'position'>,
): Promise<number> {
  const [later] = await sql<{ first: number | null }>`
    select min(position) as first from events
     where workspace = ${workspace} and person = ${person} and position < ${position} and accepted_at > ${at}`;
  return later?.first == null ? position : later.first - 1;
}

/** Position of the last event of a person that was accepted by an instant, not before the one at `from`. */
export async function lastBy(sql: Sql, { workspace, person }: PersonRef, from: number, upTo: Instant): Promise<number> {
  const [row] = await sql<{ position: number }>`
    select max(position) as position from events
     where workspace = ${workspace} and person = ${person} and position >= ${from} and accepted_at <= ${upTo}`;
  return row?.position ?? from;
}
