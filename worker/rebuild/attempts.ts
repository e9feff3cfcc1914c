import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Past, PastSend } from './past.ts';

/** Temporal's number for an activity that waits for a worker. */
const SCHEDULED = 1;

/**
 * Adds how often each send without a result has been begun. A history doesn't say: Temporal writes the attempts of an activity when it has ended. One
 * request, where some send has no result.
 */
export async function withAttempts(client: Client, workflowId: string, past: Past): Promise<Past> {
  if (past.sends.every(({ result }) => result !== null)) return past;
  const { raw } = (await client.workflow.getHandle(workflowId).describe().catch(unlessGone)) ?? { raw: undefined };
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
 * Whether a send without a result may have been handed over: Temporal has begun it, and the store lacks its step or one of its claims. One that the store
 * has as claimed broke off: its channel's rule decides without a rebuild.
 */
export function mayBeOut(
  { begun }: PastSend,
  known: { readonly state: string; readonly attempts: number } | undefined,
  isBehind: boolean,
): boolean {
  if (isBehind) return begun !== 0;
  return begun !== null && known?.state !== 'claimed' && begun > (known?.attempts ?? 0);
}

function unlessGone(cause: unknown): undefined {
  if (!(cause instanceof WorkflowNotFoundError)) throw cause;
}
