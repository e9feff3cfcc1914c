import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { JourneyState } from '../../journey/lifecycle/state.ts';
import type { Sql } from '../base/sql.ts';

/** The state of a journey and its live instances. */
export interface JourneySummary {
  readonly id: string;
  readonly state: JourneyState;
  /** Live instances. */
  readonly inside: number;
}

/** Returns the states of those journeys and drafts that exist. */
export async function readJourneySummaries(
  sql: Sql,
  workspace: WorkspaceId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JourneySummary>> {
  const rows = await sql<JourneySummary>`
    with inside as (
      select journey, sum(case when measure = 'entered' then n else -n end) as n from (
        select journey, measure, n from counts
         where workspace = ${workspace} and journey = any(${ids}::text[]) and node = ''
        union all
        select journey, measure, n from count_deltas
         where workspace = ${workspace} and journey = any(${ids}::text[]) and node = ''
      ) as each where measure = 'entered' or starts_with(measure, 'exited:') group by journey
    )
    select j.id, j.state, coalesce((select n from inside where journey = j.id), 0)::bigint as inside
      from journeys j where j.workspace = ${workspace} and j.id = any(${ids}::text[])
     union all
    select d.journey, case when d.is_archived then 'archived' else 'draft' end, 0
      from drafts d where d.workspace = ${workspace} and d.journey = any(${ids}::text[])
       and not exists (select from journeys j where j.workspace = d.workspace and j.id = d.journey)`;
  return new Map(rows.map((row) => [row.id, row]));
}
