import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A journey with a due broadcast that no workflow seems to work on. */
export interface Unattended {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

/** How long Temporal's schedule has to start the occurrence. */
const SCHEDULED_MS = 5_000;
/** How long a started workflow may work before another is started. */
const AT_WORK_MS = 60_000;

/**
 * Returns journeys with a due broadcast that no workflow works on: an uploaded list, an occurrence that Temporal's
 * schedule hasn't started, or one whose workflow was terminated. In virtual workspaces, whose clocks Temporal doesn't
 * know, every occurrence.
 */
export async function findUnattended(sql: Sql): Promise<readonly Unattended[]> {
  const rows = await sql<{ workspace: WorkspaceId; journey: JourneyId }>`
    select distinct b.workspace, b.journey
      from broadcasts b join workspaces w on w.id = b.workspace
     where b.state in ('waiting', 'filling')
       and b.at < clock(b.workspace) - case
         when b.state = 'waiting' and w.virtual_now is null then ${SCHEDULED_MS}::bigint else 0 end
       and (b.started_at is null or b.started_at < clock_timestamp() - ${AT_WORK_MS} * interval '1 millisecond')`;
  return rows.map(({ workspace, journey }) => ({
    workspace: WorkspaceId.parse(workspace),
    journey: JourneyId.parse(journey),
  }));
}

/** Records that a workflow works on the journey's due broadcasts. */
export const noteAttended = (sql: Sql, { workspace, journey }: Unattended) => sql`
  update broadcasts set started_at = clock_timestamp()
   where workspace = ${workspace} and journey = ${journey} and state in ('waiting', 'filling')
     and at < clock(workspace)`;

/** The occurrence that Temporal's schedule of a journey should show. */
export interface ToShow extends Unattended {
  /** Null if there is no next occurrence. */
  readonly next: Instant | null;
  readonly version: number;
}

/** Returns journeys whose schedule in Temporal is out of date. */
export const findSchedulesToShow = (sql: Sql) => sql<ToShow>`
  select j.workspace, j.id as journey, j.version, b.at as next
    from journeys j
    join workspaces w on w.id = j.workspace and w.virtual_now is null
    left join broadcasts b on b.workspace = j.workspace and b.journey = j.id and b.source = 'schedule'
      and b.state = 'waiting'
   where b.at is distinct from j.shown_occurrence
   order by j.workspace, j.id limit 500`;

export const noteShown = (sql: Sql, { workspace, journey, next }: ToShow) => sql`
  update journeys set shown_occurrence = ${next} where workspace = ${workspace} and id = ${journey}`;
