import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** One broadcast of a journey and its progress. */
export interface BroadcastLine {
  readonly id: string;
  readonly source: 'schedule' | 'list';
  readonly state: 'uploading' | 'waiting' | 'filling' | 'filled' | 'skipped' | 'failed' | 'cancelled';
  readonly detail: string | null;
  readonly at: number;
  readonly version: number | null;
  /** Approximate number of users; for a list that is being uploaded, the number so far. */
  readonly total: number | null;
  /** Users queued so far, and those still waiting. */
  readonly queued: number;
  readonly waiting: number;
  readonly rejected: number;
  /** Rows of a list whose user is on it already. */
  readonly repeated: number;
  readonly createdBy: string;
}

/** Up to this many are counted exactly. Above, the count comes from row numbers, in which erased users leave gaps. */
const COUNTED = 1_000;

/** Lists broadcasts, newest first. */
export async function listBroadcasts(
  sql: Sql,
  { workspace, journey, before, limit }: { workspace: WorkspaceId; journey: JourneyId; before?: string; limit: number },
): Promise<{ readonly broadcasts: readonly BroadcastLine[]; readonly next: string | null }> {
  const rows = await sql<BroadcastLine>`
    select b.id, b.source, b.state, b.detail, b.at, b.version, b.total, b.queued, b.rejected, b.repeated,
           b.created_by as "createdBy",
           coalesce((select case when span <= ${COUNTED}::bigint
                                 then (select count(*) from queued q
                                        where q.workspace = b.workspace and q.journey = b.journey
                                          and q.broadcast = b.id)
                        else span end
              from (select (select nr from queued q
                            where q.workspace = b.workspace and q.journey = b.journey and q.broadcast = b.id
                            order by nr desc limit 1)
                         - (select nr from queued q
                            where q.workspace = b.workspace and q.journey = b.journey and q.broadcast = b.id
                            order by nr limit 1) + 1 as span) s), 0) as waiting
      from broadcasts b
     where b.workspace = ${workspace} and b.journey = ${journey}
       and (${before}::text is null
            or (b.at, b.id) < (select at, id from broadcasts
                               where workspace = ${workspace} and journey = ${journey} and id = ${before}))
     order by b.at desc, b.id desc
     limit ${limit + 1}`;
  const broadcasts = rows.slice(0, limit);
  return { broadcasts, next: rows.length > limit ? (broadcasts.at(-1)?.id ?? null) : null };
}

export interface RejectedRow {
  readonly nr: number;
  readonly outcome: 'refused' | 'repeated' | 'unchanged';
  readonly reason: string;
  readonly fix: string;
}

/** Lists rows of a list that weren't stored in full, in file order. Undefined if there is no such list. */
export async function listRejected(
  sql: Sql,
  of: { workspace: WorkspaceId; journey: JourneyId; broadcast: string; after?: number; limit: number },
): Promise<{ readonly rejected: readonly RejectedRow[]; readonly next: number | null } | undefined> {
  const { workspace, journey, broadcast, after = -1, limit } = of;
  const [known] = await sql<{ rowsUnder: string }>`
    select coalesce(rows_under, id) as "rowsUnder" from broadcasts
     where workspace = ${workspace} and journey = ${journey} and id = ${broadcast} and source = 'list'`;
  if (!known) return undefined;
  const rows = await sql<RejectedRow>`
    select nr, outcome, reason, fix from list_rejects
     where workspace = ${workspace} and journey = ${journey} and broadcast = ${known.rowsUnder} and nr > ${after}
     order by nr limit ${limit + 1}`;
  const rejected = rows.slice(0, limit);
  return { rejected, next: rows.length > limit ? (rejected.at(-1)?.nr ?? null) : null };
}
