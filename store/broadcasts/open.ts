import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Instant } from '../../journey/time/time.ts';
import type { Sql } from '../base/sql.ts';

/** A journey one of whose broadcasts is due and has nobody at work on it, as far as is known. */
export interface Unattended {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
}

/** Temporal's schedule is given so long to begin what it shows. */
const SCHEDULED_MS = 5_000;
/** A workflow that was started works on it for so long, or has come to nothing. */
const AT_WORK_MS = 60_000;

/**
 * Journeys whose broadcast has come and nobody works on: a list that is in, an occurrence that Temporal's schedule has not begun, one whose
 * workflow was terminated. In a virtual workspace, whose clock Temporal does not know, every occurrence.
 */
export async function unattended(sql: Sql): Promise<readonly Unattended[]> {
  const rows = await sql<{ workspace: string; journey: string }>`
    select distinct b.workspace, b.journey
      from broadcasts b join workspaces w on w.id = b.workspace
     where b.state in ('waiting', 'filling')
       and b.at < clock(b.workspace) - case when b.state = 'waiting' and w.virtual_now is null then ${SCHEDULED_MS}::bigint else 0 end
       and (b.started_at is null or b.started_at < clock_timestamp() - ${AT_WORK_MS} * interval '1 millisecond')`;
  return rows.map(({ workspace, journey }) => ({
    workspace: WorkspaceId.parse(workspace),
    journey: JourneyId.parse(journey),
  }));
}

/** Somebody is at work on what has come of it. */
export const noteAttended = (sql: Sql, { workspace, journey }: Unattended) => sql`
  update broadcasts set started_at = clock_timestamp()
   where workspace = ${workspace} and journey = ${journey} and state in ('waiting', 'filling') and at < clock(workspace)`;

/** What Temporal's schedule of a journey is to show, and what it shows. */
export interface ToShow extends Unattended {
  /** Null: no occurrence is to come. */
  readonly next: Instant | null;
  readonly version: number;
}

/** Journeys whose schedule in Temporal is out of date. */
export const schedulesToShow = (sql: Sql) => sql<ToShow>`
  select j.workspace, j.id as journey, j.version, b.at as next
    from journeys j
    join workspaces w on w.id = j.workspace and w.virtual_now is null
    left join broadcasts b on b.workspace = j.workspace and b.journey = j.id and b.source = 'schedule' and b.state = 'waiting'
   where b.at is distinct from j.shown_occurrence
   order by j.workspace, j.id limit 500`;

export const noteShown = (sql: Sql, { workspace, journey, next }: ToShow) => sql`
  update journeys set shown_occurrence = ${next} where workspace = ${workspace} and id = ${journey}`;
