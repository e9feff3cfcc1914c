import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type proto from '@temporalio/proto';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Decision, TraceLine } from '../journey/engine/apply.ts';
import { type AdvancedOnWire, decodeAdvanced } from '../journey/engine/wire.ts';
import { bundleWorkflows } from '../worker/workflow-code.ts';

type History = proto.temporal.api.history.v1.IHistory;

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows as they are now, bundled once a process. */
export const workflowBundle = () => {
  bundle ??= bundleWorkflows(SILENT);
  return bundle;
};

export const bundleOf = (workflowsPath: string) => bundleWorkflows(SILENT, workflowsPath);

const silent = () => {};
const SILENT = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/** The whole history of each workflow, every run of its chain, replayed; answers the traces that the histories hold. */
export async function replayed(
  client: Client,
  workflowIds: readonly string[],
): Promise<readonly (readonly TraceLine[])[]> {
  const chains: (readonly History[])[] = [];
  for (const workflowId of workflowIds) chains.push(await chainOf(client, workflowId));
  await replay(chains.flat());
  return chains.map((chain) => chain.flatMap(decisionsIn).flatMap((decision) => decision.trace));
}

/**
 * Replays runs with the workflow code as it is now, or as it is in `code`: one worker does all of them.
 * @throws DeterminismViolationError where the code does not do what a history says.
 */
export async function replay(histories: readonly History[], code?: WorkflowBundleWithSourceMap): Promise<void> {
  if (histories.length === 0) return;
  const runs = histories.map((history) => {
    const { workflowId } = history.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
    return { workflowId: workflowId ?? 'unknown', history };
  });
  const results = Worker.runReplayHistories({ workflowBundle: code ?? (await workflowBundle()) }, runs);
  for await (const { error } of results) if (error) throw error;
}

/** Oldest run first. */
export async function chainOf(client: Client, workflowId: string): Promise<readonly History[]> {
  const chain: History[] = [];
  let runId: string | undefined;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    chain.unshift(history);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined);
  return chain;
}

/** What `advance` answered, in order: the markers of local activities. */
export function decisionsIn(history: History): readonly Decision[] {
  return (history.events ?? []).flatMap((event) => {
    const result = event.markerRecordedEventAttributes?.details?.result?.payloads?.[0];
    const value = result ? defaultPayloadConverter.fromPayload<unknown>(result) : undefined;
    return isAdvanced(value) ? [decodeAdvanced(value)] : [];
  });
}

/** One without a trace has decided nothing. */
const isAdvanced = (value: unknown): value is AdvancedOnWire =>
  typeof value === 'object' && value !== null && 'trace' in value;
