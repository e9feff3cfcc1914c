import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Past, PastSend } from './past.ts';

/** Temporal's number for the state of an activity that waits for a worker. */
const SCHEDULED = 1;

/**
 * Adds the number of attempts to each send without a result. Histories lack it, because Temporal records an activity's
 * attempts when it ends. Makes one request, or none if every send has a result.
 */
export async function withAttempts(client: Client, workflowId: string, past: Past): Promise<Past> {
  if (past.sends.every(({ result }) => result !== null)) return past;
  const { raw } = (await client.workflow.getHandle(workflowId).describe().catch(ignoreNotFound)) ?? { raw: undefined };
  const begun = new Map(
    (raw?.pendingActivities ?? []).map(({ activityId, attempt, state }) => [
      activityId,
      Math.max(0, (attempt ?? 1) - (state === SCHEDULED ? 1 : 0)),
    ]),
  );
  const sends = past.sends.map((each) =>
    each.result === null && each.activityId !== null ? { ...each, begun: begun.get(each.activityId) ?? null } : each,
  );
  return { ...past, sends };
}

/**
 * Returns whether a send without a result may have reached its provider: Temporal has started it, and the store lacks
 * its step or one of its claims. A message that the store has as claimed needs no rebuild: its channel's rule applies.
 */
export function mayHaveBeenSent(
  { begun }: PastSend,
  known: { readonly state: string; readonly attempts: number } | undefined,
  isBehind: boolean,
): boolean {
  if (isBehind) return begun !== 0;
  return begun !== null && known?.state !== 'claimed' && begun > (known?.attempts ?? 0);
}

function ignoreNotFound(cause: unknown): undefined {
  if (!(cause instanceof WorkflowNotFoundError)) throw cause;
}
