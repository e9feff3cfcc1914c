import type { PersonRef } from '../../journey/base/ids.ts';
import type { JourneyEvent } from '../../journey/events/input.ts';
import type { Need } from '../../journey/segments/needs.ts';
import type { Sql } from '../base/sql.ts';

/**
 * Reads as much of a user's past, up to a position, as segments need, in order of position. For each event name it
 * reads `more` of the newest, so that the past can also be seen from before them.
 */
export async function readHistory(
  sql: Sql,
  { workspace, person }: PersonRef,
  needs: readonly Need[],
  more = 0,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<readonly JourneyEvent[]> {
  if (needs.length === 0) return [];
  const rows = await sql<JourneyEvent>`
    select n.event as name, e.at, e.position, e.properties
      from unnest(${needs.map(({ event }) => event)}::text[],
                  ${needs.map(({ newest }) => (newest === 0 ? 0 : newest + more))}::int[],
                  ${needs.map(({ oldest }) => oldest)}::int[]) n (event, newest, oldest),
           lateral (
             (select accepted_at as at, position, properties from events
               where workspace = ${workspace} and person = ${person} and name = n.event and position <= ${upTo}
               order by position desc limit n.newest)
             union all
             (select accepted_at, position, properties from events
               where workspace = ${workspace} and person = ${person} and name = n.event and position <= ${upTo}
               order by position limit n.oldest)
           ) e`;
  const once = new Map(rows.map((event) => [event.position, event]));
  return [...once.values()].toSorted((a, b) => a.position - b.position);
}
