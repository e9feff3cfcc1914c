import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { Database } from '../../store/base/sql.ts';
import { closeErasures, findOpenErasures, noteDeleted, type OpenErasure } from '../../store/erasure/erasures.ts';

interface ErasurePorts {
  readonly database: Pick<Database, 'sql'>;
  readonly client: Client;
  readonly namespace: string;
}

/** Workflows of one erasure looked after in one pass. */
const AT_ONCE = 20;

/**
 * Deletes what Temporal keeps of whoever has been erased: each run of each of their workflows by its run id, running ones too (design.md §12). The server
 * deletes in its own time: a workflow is done with when it says that there is none. A job, safe to run twice at once.
 */
export async function finishErasures(ports: ErasurePorts): Promise<void> {
  const { sql } = ports.database;
  for (const erasure of await findOpenErasures(sql, AT_ONCE))
    for (const workflowId of erasure.workflowIds) await finish(ports, erasure, workflowId);
  await closeErasures(sql);
}

async function finish(ports: ErasurePorts, erasure: OpenErasure, workflowId: string): Promise<void> {
  const { sql } = ports.database;
  const runs = await runsOf(ports, workflowId);
  if (runs.length === 0) return noteDeleted(sql, erasure, workflowId);
  for (const runId of runs) await remove(ports, workflowId, runId);
}

/** Oldest first, so that whoever goes on after a crash still finds the way back from the latest. */
async function runsOf(ports: ErasurePorts, workflowId: string): Promise<readonly string[]> {
  const [chain, listed] = await Promise.all([chainOf(ports, workflowId), listedOf(ports, workflowId)]);
  return [...new Set([...chain.toReversed(), ...listed])];
}

/** From the latest run back to the first, by what each says that it goes on from. */
async function chainOf(ports: ErasurePorts, workflowId: string): Promise<readonly string[]> {
  const { client, namespace } = ports;
  const asked = { namespace, execution: { workflowId } };
  const latest = await orNone(client.workflowService.describeWorkflowExecution(asked));
  const runs: string[] = [];
  let runId = latest?.workflowExecutionInfo?.execution?.runId ?? '';
  while (runId !== '') {
    runs.push(runId);
    runId = await beforeIt(ports, workflowId, runId);
  }
  return runs;
}

/** '' before the first. */
async function beforeIt({ client, namespace }: ErasurePorts, workflowId: string, runId: string): Promise<string> {
  const asked = { namespace, execution: { workflowId, runId }, maximumPageSize: 1 };
  const found = await orNone(client.workflowService.getWorkflowExecutionHistory(asked));
  return found?.history?.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
}

/** Those that the server lists, a moment late: resets among them, which no chain leads to. */
async function listedOf({ client }: ErasurePorts, workflowId: string): Promise<readonly string[]> {
  const runs: string[] = [];
  const query = `WorkflowId = '${workflowId.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  for await (const { runId } of client.workflow.list({ query })) runs.push(runId);
  return runs;
}

const remove = ({ client, namespace }: ErasurePorts, workflowId: string, runId: string) =>
  orNone(client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } }));

const NOT_FOUND = 5;

async function orNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (isGrpcServiceError(cause) && cause.code === NOT_FOUND) return undefined;
    throw cause;
  }
}
