import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { Database } from '../../store/base/sql.ts';
import { closeErasures, findOpenErasures, noteDeleted, type OpenErasure } from '../../store/erasure/erasures.ts';

interface ErasurePorts {
  readonly database: Pick<Database, 'sql'>;
  readonly client: Client;
  readonly namespace: string;
}

/** Workflows of one erasure handled in one run of the job. */
const AT_ONCE = 20;

/**
 * Deletes every workflow run of erased users from Temporal, running ones too (design.md §12). The server deletes
 * asynchronously, so a workflow counts as deleted once the server no longer finds it. Safe to run concurrently.
 */
export async function finishErasures(ports: ErasurePorts): Promise<void> {
  const { sql } = ports.database;
  for (const erasure of await findOpenErasures(sql, AT_ONCE))
    for (const workflowId of erasure.workflowIds) await finishWorkflow(ports, erasure, workflowId);
  await closeErasures(sql);
}

async function finishWorkflow(ports: ErasurePorts, erasure: OpenErasure, workflowId: string): Promise<void> {
  const { sql } = ports.database;
  const runs = await listRuns(ports, workflowId);
  if (runs.length === 0) return noteDeleted(sql, erasure, workflowId);
  for (const runId of runs) await deleteRun(ports, workflowId, runId);
}

/** Lists runs oldest first: after a crash, the remaining ones can still be found from the latest. */
async function listRuns(ports: ErasurePorts, workflowId: string): Promise<readonly string[]> {
  const [chain, listed] = await Promise.all([readChain(ports, workflowId), listVisibleRuns(ports, workflowId)]);
  return [...new Set([...chain.toReversed(), ...listed])];
}

/** Follows the chain of continued runs from the latest back to the first. */
async function readChain(ports: ErasurePorts, workflowId: string): Promise<readonly string[]> {
  const { client, namespace } = ports;
  const asked = { namespace, execution: { workflowId } };
  const latest = await ignoreNotFound(client.workflowService.describeWorkflowExecution(asked));
  const runs: string[] = [];
  let runId = latest?.workflowExecutionInfo?.execution?.runId ?? '';
  while (runId !== '') {
    runs.push(runId);
    runId = await findPreviousRun(ports, workflowId, runId);
  }
  return runs;
}

/** Returns the id of the run that this run continues; '' for the first run. */
async function findPreviousRun(
  { client, namespace }: ErasurePorts,
  workflowId: string,
  runId: string,
): Promise<string> {
  const asked = { namespace, execution: { workflowId, runId }, maximumPageSize: 1 };
  const found = await ignoreNotFound(client.workflowService.getWorkflowExecutionHistory(asked));
  return found?.history?.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
}

/** Lists runs from visibility, which lags a moment. It includes runs that a reset left outside the chain. */
async function listVisibleRuns({ client }: ErasurePorts, workflowId: string): Promise<readonly string[]> {
  const runs: string[] = [];
  const query = `WorkflowId = '${workflowId.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  for await (const { runId } of client.workflow.list({ query })) runs.push(runId);
  return runs;
}

const deleteRun = ({ client, namespace }: ErasurePorts, workflowId: string, runId: string) =>
  ignoreNotFound(
    client.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId, runId } }),
  );

const NOT_FOUND = 5;

async function ignoreNotFound<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (cause) {
    if (isGrpcServiceError(cause) && cause.code === NOT_FOUND) return undefined;
    throw cause;
  }
}
