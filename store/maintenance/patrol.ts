import { InstanceId, JourneyId, PersonId, type PersonRef, WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';
import { announceEach } from '../outbox/announce.ts';

/** A live instance with its workflow. */
export interface Patrolled extends PersonRef {
  readonly id: InstanceId;
  readonly workflowId: string;
  readonly start: { readonly journey: JourneyId; readonly version: number };
}

interface Row {
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly id: string;
  readonly workflowId: string;
  readonly journey: JourneyId;
  readonly version: number;
}

/** Returns the live instances of these workflows. A workflow ID contains the workspace (design.md §12). */
export async function findLive(sql: Sql, workflowIds: readonly string[]): Promise<readonly Patrolled[]> {
  const rows = await sql<Row>`
    select workspace, person, id, workflow_id as "workflowId", journey, version
      from unnest(${workflowIds.map((id) => id.split('/')[1] ?? '')}::text[],
                  ${workflowIds}::text[]) as w (of_workspace, of_id)
      join instances i on i.workspace = w.of_workspace and i.workflow_id = w.of_id
     where i.ended_at is null and i.status = 'live'`;
  return rows.map(({ workspace, person, id, workflowId, journey, version }) => ({
    workspace: WorkspaceId.parse(workspace),
    person: PersonId.parse(person),
    id: InstanceId.parse(id),
    workflowId,
    start: { journey: JourneyId.parse(journey), version },
  }));
}

/** Instances in one page of a patrol, by primary key. */
const PAGE = 10_000;

export interface Unheard {
  readonly workspace: WorkspaceId;
  readonly id: string;
  readonly nudgedTo: number;
}

/**
 * Reads one page of all instances and returns instances that haven't read up to the position they were nudged to.
 * `last` is null at the end.
 */
export async function findUnheardAfter(
  sql: Sql,
  after: { readonly workspace: string; readonly id: string },
): Promise<{ readonly unheard: readonly Unheard[]; readonly last: { workspace: WorkspaceId; id: string } | null }> {
  const [row] = await sql<{ unheard: Unheard[] | null; n: number; workspace: WorkspaceId; id: string }>`
    with page as (
      select workspace, id, nudged_to, read_to, ended_at from instances
       where (workspace, id) > (${after.workspace}, ${after.id}) order by workspace, id limit ${PAGE})
    select (select jsonb_agg(jsonb_build_object('workspace', workspace, 'id', id, 'nudgedTo', nudged_to)) from page
             where ended_at is null and nudged_to > read_to) as unheard,
           (select count(*) from page) as n, workspace, id
      from page order by workspace desc, id desc limit 1`;
  return { unheard: row?.unheard ?? [], last: row && row.n === PAGE ? { workspace: row.workspace, id: row.id } : null };
}

/**
 * Asks for a look at instances that still haven't read what they were nudged for: the nudge was lost. Returns the
 * number of users.
 */
export async function announceUnheard(sql: Sql, unheard: readonly Unheard[]): Promise<number> {
  const found = await sql<{ workspace: WorkspaceId; person: PersonId }>`
    select distinct i.workspace, i.person
      from unnest(${unheard.map(({ workspace }) => workspace)}::text[], ${unheard.map(({ id }) => id)}::text[],
                  ${unheard.map(({ nudgedTo }) => nudgedTo)}::bigint[]) as u (workspace, id, nudged_to)
      join instances i on (i.workspace, i.id) = (u.workspace, u.id)
     where i.ended_at is null and i.nudged_to = u.nudged_to and i.read_to < u.nudged_to`;
  return announceEach(sql, found, { isBulk: false });
}
