import type { PersonId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A user's own entry moment, and the position of the event that reports it. */
interface Moment {
  readonly person: PersonId;
  readonly at: Instant;
  readonly position: number;
}

/**
 * Returns, for each entry moment, the position of the last event accepted before it. The event that reports the entry
 * is written a little later, and the instance still has to read what was accepted in between.
 */
export async function readPositionsBefore(
  sql: Sql,
  workspace: WorkspaceId,
  moments: readonly Moment[],
): Promise<readonly number[]> {
  if (moments.length === 0) return [];
  const rows = await sql<{ first: number | null }>`
    select (select min(e.position) from events e
             where e.workspace = ${workspace} and e.person = m.person and e.position < m.position
               and e.accepted_at > m.at) as first
      from unnest(${moments.map(({ person }) => person)}::text[], ${moments.map(({ at }) => at)}::bigint[],
                  ${moments.map(({ position }) => position)}::bigint[])
             with ordinality as m (person, at, position, nr)
     order by m.nr`;
  return moments.map(({ position }, index) => {
    const first = rows[index]?.first ?? null;
    return first === null ? position : first - 1;
  });
}

/** Returns the position of each person's last event accepted by an instant, at least that of the moment. */
export async function readLastPositions(
  sql: Sql,
  workspace: WorkspaceId,
  moments: readonly Moment[],
): Promise<readonly number[]> {
  if (moments.length === 0) return [];
  const rows = await sql<{ last: number | null }>`
    select (select max(e.position) from events e
             where e.workspace = ${workspace} and e.person = m.person and e.position >= m.position
               and e.accepted_at <= m.at) as last
      from unnest(${moments.map(({ person }) => person)}::text[], ${moments.map(({ at }) => at)}::bigint[],
                  ${moments.map(({ position }) => position)}::bigint[])
             with ordinality as m (person, at, position, nr)
     order by m.nr`;
  return moments.map(({ position }, index) => rows[index]?.last ?? position);
}
