import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { ok, type Result, refuse } from '../../journey/base/refusal.ts';
import { recordAudit } from '../access/audit.ts';
import type { Database, Sql } from '../base/sql.ts';

export interface ListOf {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly id: string;
}

export interface CancelledList {
  readonly id: string;
  /** Users of the list who were queued and don't enter. */
  readonly removed: number;
}

/** Queued users removed in one transaction. */
const PAGE = 5_000;

/**
 * Cancels a list: an upload that is under way is refused, and users who haven't entered don't. Users who have entered
 * stay. Safe to repeat. If the queue couldn't be emptied, its users are left out when their moments come: see
 * `letInPage`.
 */
export async function cancelList(
  database: Database,
  { workspace, journey, id, actor }: ListOf & { readonly actor: string },
): Promise<Result<CancelledList>> {
  const isFound = await database.transaction(async (sql) => {
    const [found] = await sql<{ state: string }>`
      select state from broadcasts
       where workspace = ${workspace} and journey = ${journey} and id = ${id} and source = 'list' for update`;
    if (!found || found.state === 'cancelled') return found !== undefined;
    await sql`
      with mine as (
        update broadcasts set state = 'cancelled', detail = 'cancelled by ' || ${actor}::text, writer = null
         where workspace = ${workspace} and journey = ${journey} and id = ${id}
        returning coalesce(rows_under, id) as rows_under
      )
      insert into stale_uploads (workspace, journey, rows_under)
      select ${workspace}, ${journey}, rows_under from mine on conflict do nothing`;
    await recordAudit(sql, { workspace, actor, action: 'journey.list-cancel', about: { journey, broadcast: id } });
    return true;
  });
  if (!isFound)
    return refuse(
      'journey-not-found',
      `journey "${journey}" has no list "${id}"`,
      `see GET /v1/journeys/${journey}/broadcasts`,
    );
  let removed = 0;
  for (;;) {
    const page = await database.transaction((sql) => removeQueued(sql, { workspace, journey, id }));
    removed += page;
    if (page < PAGE) return ok({ id, removed });
  }
}

async function removeQueued(sql: Sql, { workspace, journey, id }: ListOf): Promise<number> {
  const gone = await sql`
    with gone as (
      delete from queued where ctid = any(array(
        select ctid from queued
         where workspace = ${workspace} and journey = ${journey} and broadcast = ${id}
         order by nr limit ${PAGE} for update skip locked))
      returning version, at
    ), uncounted as (
      insert into count_deltas (workspace, journey, version, node, measure, entered_at, n)
      select ${workspace}, ${journey}, version, '', measure, hour_of(at), -count(*)
        from gone, unnest(array['qualified', 'queued']) as m (measure) group by version, measure, hour_of(at)
    )
    select 1 from gone`;
  return gone.length;
}
