import type { WorkspaceId } from '../../journey/base/ids.ts';
import type { Sql } from '../base/sql.ts';

/** Progress of an erasure. The database's part is done when the request is answered; Temporal's follows. */
export interface Erasure {
  readonly id: string;
  readonly state: 'deleting' | 'done';
  readonly requestedAt: string;
  readonly doneAt: string | null;
  readonly ended: number;
  readonly instances: number;
  /** Workflows without remaining runs, and workflows with runs still to delete. */
  readonly workflows: number;
  readonly left: number;
}

export async function findErasure(sql: Sql, workspace: WorkspaceId, id: string): Promise<Erasure | undefined> {
  const [row] = await sql<Erasure>`
    select id, state, requested_at as "requestedAt", done_at as "doneAt", ended, instances, runs as workflows,
           cardinality(workflow_ids) as left
      from erasures where workspace = ${workspace} and id = ${id}`;
  return row;
}

/** An erasure with runs still to delete. */
export interface OpenErasure {
  readonly workspace: WorkspaceId;
  readonly id: string;
  readonly workflowIds: readonly string[];
}

/** Returns unfinished erasures, oldest first, each with some of its workflows. */
export const findOpenErasures = (sql: Sql, atMost: number) => sql<OpenErasure>`
  select workspace, id, workflow_ids[1:${atMost}::int] as "workflowIds" from erasures where state = 'deleting'
   order by requested_at limit 20`;

/** Records that a workflow has no runs left, and removes its ID. */
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
