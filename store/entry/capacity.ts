import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Version } from '../../journey/engine/version.ts';
import { periodOf } from '../../journey/entries/capacity.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

interface Asking {
  /** When the user enters. */
  readonly at: Instant;
  /** `look`: check whether there is a place without taking it. */
  readonly how: 'take' | 'look';
}

/**
 * Takes places of the entry's capacity for the users who ask, in order. They are taken within the transaction of the
 * entry, so that a rollback returns them. Places are rows, created in blocks, so that entries of different users don't
 * update the same row (design.md §10). Returns the users who got a place.
 */
export async function takePlaces<Each extends Asking>(
  sql: Sql,
  workspace: WorkspaceId,
  { document: { id, entry, timeZone = 'UTC' } }: Version,
  asking: readonly Each[],
): Promise<ReadonlySet<Each>> {
  const { capacity } = entry;
  if (!capacity) return new Set(asking);
  const byPeriod = new Map<string, Each[]>();
  for (const each of asking) {
    const period = periodOf(capacity, each.at, timeZone);
    byPeriod.set(period, [...(byPeriod.get(period) ?? []), each]);
  }
  const placed: Each[] = [];
  // Periods in order, so that a transaction that waits for a place of one period holds none of a later one.
  for (const [period, some] of [...byPeriod].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const wanted = some.filter(({ how }) => how === 'take').length;
    const [row] = await sql<Places>`
      select taken, is_left as "isLeft"
        from take_places(${workspace}, ${id}, ${period}, ${capacity.max}::int, ${wanted}::int)`;
    if (row) placed.push(...findPlaced(some, row));
  }
  return new Set(placed);
}

interface Places {
  readonly taken: number;
  /** True if another place is left. */
  readonly isLeft: boolean;
}

/**
 * Returns the users who get a place, in order. A user who only looks finds one while a later user could still take one.
 */
function findPlaced<Each extends Asking>(some: readonly Each[], { taken, isLeft }: Places): readonly Each[] {
  let left = taken;
  return some.filter(({ how }) => {
    const has = left > 0 || (how === 'look' && isLeft);
    if (how === 'take' && has) left -= 1;
    return has;
  });
}

/** Deletes unused places at publishing, so that the new version's capacity applies. */
export const freePlaces = (sql: Sql, workspace: WorkspaceId, journey: JourneyId) => sql`
  with gone as (
    delete from places where workspace = ${workspace} and journey = ${journey} returning period
  )
  update capacities c set made = c.made - g.n
    from (select period, count(*) as n from gone group by period) g
   where c.workspace = ${workspace} and c.journey = ${journey} and c.period = g.period`;
