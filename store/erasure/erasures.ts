import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** How far an erasure has come: the database's part is done with the answer, Temporal's follows. */
export interface Erasure {
  readonly id: string;
  readonly state: 'deleting' | 'done';
  readonly requestedAt: string;
  readonly doneAt: string | null;
  readonly ended: number;
  readonly instances: number;
  /** Workflows of which no run is left; and those whose runs are still to be deleted. */
  readonly workflows: number;
  readonly left: number;
}

export async function findErasure(sql: Sql, workspace: string, id: string): Promise<Erasure | undefined> {
  const [row] = await sql<Erasure>`
    select id, state, requested_at as "requestedAt", done_at as "doneAt", ended, instances, runs as workflows, cardinality(workflow_ids) as left
      from erasures where workspace = ${workspace} and id = ${id}`;
  return row;
}

/** One whose runs are not all deleted. */
export interface OpenErasure {
  readonly workspace: WorkspaceId;
  readonly id: string;
  readonly workflowIds: readonly string[];
}

/** The oldest first, each with some of its workflows. */
export const openErasures = (sql: Sql, atMost: number) => sql<OpenErasure>`
  select workspace, id, workflow_ids[1:${atMost}::int] as "workflowIds" from erasures where state = 'deleting' order by requested_at limit 20`;

/** Nothing of this workflow is left: its id goes too. */
export async function noteDeleted(sql: Sql, { workspace, id }: OpenErasure, workflowId: string): Promise<void> {
  await sql`
    with forgotten as (
      update instances set workflow_id = null where workspace = ${workspace} and workflow_id = ${workflowId}
    )
    update erasures set workflow_ids = array_remove(workflow_ids, ${workflowId}), runs = runs + 1
     where workspace = ${workspace} and id = ${id} and ${workflowId} = any(workflow_ids)`;
}

export const closeErasures = (sql: Sql) => sql`
  update erasures set state = 'done', done_at = clock_timestamp() where state = 'deleting' and workflow_ids = '{}'`;
