import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceId } from '../journey/ids.ts';
import type { Database } from '../store/sql.ts';
import type { System } from '../worker/system.ts';

/** Longer than anything takes that is not broken. */
const PATIENCE_MS = 30_000;

/**
 * Waits until what was due at this instant has been done: the outbox is empty, nobody is starting, no nudge is unread, no task is open; and
 * nothing has been written between the first look and the last.
 * @throws where an instance is stuck, or nothing comes to rest.
 */
export async function untilSettled(
  { sql }: Database,
  system: System,
  workspace: WorkspaceId,
  namespace: string,
): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (let pauseMs = 2; ; pauseMs = Math.min(20, pauseMs * 1.5)) {
    const before = await standing(sql, workspace);
    if (before.stuck.length > 0) throw new Error(`stuck: ${before.stuck.join('; ')}`);
    const isQuiet = before.waiting === 0 && !(await hasOpenTasks(system, namespace, before.open));
    if (isQuiet && (await standing(sql, workspace)).mark === before.mark) return;
    if (performance.now() > until) throw new Error(`${workspace} did not come to rest: ${JSON.stringify(before)}`);
    await sleep(pauseMs);
  }
}

interface Standing {
  readonly waiting: number;
  /** Changes with whatever is written. */
  readonly mark: string;
  /** Workflows that may still do something at this instant. */
  readonly open: readonly string[];
  readonly stuck: readonly string[];
}

async function standing(sql: Database['sql'], workspace: WorkspaceId): Promise<Standing> {
  const [row] = await sql<Standing>`
    select (select count(*) from outbox where workspace = ${workspace})
           + (select count(*) from instances where workspace = ${workspace} and (status = 'starting' or (status = 'live' and (nudged_to > read_to or step = 0))))
           + (select count(*) from messages where workspace = ${workspace} and state in ('claimed', 'reserved'))
           + (select count(*) from commands where workspace = ${workspace} and state = 'waiting') as waiting,
           (select last_value from positions) || '/' || (select count(*) from transitions where workspace = ${workspace}) as mark,
           array(select workflow_id from instances where workspace = ${workspace} and
             (ended_at is null or ended_at > (select virtual_now from workspaces where id = ${workspace}) - 1000)) as open,
           array(select id || ': ' || stuck from instances where workspace = ${workspace} and stuck is not null) as stuck`;
  if (!row) throw new Error('no answer');
  return row;
}

async function hasOpenTasks({ client }: System, namespace: string, workflowIds: readonly string[]): Promise<boolean> {
  const open = await Promise.all(
    workflowIds.map(async (workflowId) => {
      const { pendingWorkflowTask, pendingActivities } = await client.workflowService.describeWorkflowExecution({
        namespace,
        execution: { workflowId },
      });
      return pendingWorkflowTask != null || (pendingActivities?.length ?? 0) > 0;
    }),
  );
  return open.some(Boolean);
}
