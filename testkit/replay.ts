import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type proto from '@temporalio/proto';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Decision, TraceLine } from '../journey/engine/apply.ts';
import { type AdvancedOnWire, decodeAdvanced } from '../journey/engine/wire.ts';
import { bundleWorkflows } from '../worker/workflow-code.ts';

type History = proto.temporal.api.history.v1.IHistory;

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** Bundles the current workflows, once per process. */
export const workflowBundle = () => {
  bundle ??= bundleWorkflows(SILENT);
  return bundle;
};

export const bundleOf = (workflowsPath: string) => bundleWorkflows(SILENT, workflowsPath);

const silent = () => {};
const SILENT = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/** Replays every run of each workflow. Returns the traces in their histories. */
export async function replayAll(
  client: Client,
  workflowIds: readonly string[],
): Promise<readonly (readonly TraceLine[])[]> {
  const chains: (readonly History[])[] = [];
  for (const workflowId of workflowIds) chains.push(await chainOf(client, workflowId));
  await replay(chains.flat());
  return chains.map((chain) => chain.flatMap(decisionsIn).flatMap((decision) => decision.trace));
}

/**
 * Replays runs in one worker with `code`, by default the current workflows.
 * @throws DeterminismViolationError if the code differs from a history
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

/** Fetches the histories of a workflow's runs, oldest first. */
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

/** Returns the results of `advance` in order, from the markers of local activities. */
export function decisionsIn(history: History): readonly Decision[] {
  return (history.events ?? []).flatMap((event) => {
    const result = event.markerRecordedEventAttributes?.details?.result?.payloads?.[0];
    const value = result ? defaultPayloadConverter.fromPayload<unknown>(result) : undefined;
    return isAdvanced(value) ? [decodeAdvanced(value)] : [];
  });
}

/** Recognizes results of `advance`, which always have a trace. */
const isAdvanced = (value: unknown): value is AdvancedOnWire =>
  typeof value === 'object' && value !== null && 'trace' in value;
