import type { Version } from '../journey/engine/version.ts';
import { periodOf } from '../journey/entries/capacity.ts';
import type { WorkspaceId } from '../journey/ids.ts';
import type { Instant } from '../journey/time.ts';
import type { Sql } from './sql.ts';

/**
 * Takes one place of the entry's capacity, in the transaction of whoever enters: given back if that does not come to be. Places are rows,
 * made in blocks, so that no entry updates a row that it shares with other people's (design.md §10). `look`: only whether there is one.
 */
export async function hasPlace(
  sql: Sql,
  workspace: WorkspaceId,
  { document: { id, entry, timeZone = 'UTC' } }: Version,
  at: Instant,
  how: 'take' | 'look',
): Promise<boolean> {
  if (!entry.capacity) return true;
  const period = periodOf(entry.capacity, at, timeZone);
  const [row] = await sql<{ has: boolean }>`
    select take_place(${workspace}, ${id}, ${period}, ${entry.capacity.max}::int, ${how === 'look'}::bool) as has`;
  return row?.has ?? false;
}

/** At publishing: places that nobody has taken are made anew, as the new version says. */
export const freePlaces = (sql: Sql, workspace: string, journey: string) => sql`
  with gone as (
    delete from places where workspace = ${workspace} and journey = ${journey} returning period
  )
  update capacities c set made = c.made - g.n
    from (select period, count(*) as n from gone group by period) g
   where c.workspace = ${workspace} and c.journey = ${journey} and c.period = g.period`;
