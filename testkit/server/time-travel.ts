import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type proto from '@temporalio/proto';

type Duration = proto.google.protobuf.IDuration;
type Timestamp = proto.google.protobuf.ITimestamp;

/**
 * Creates calls that skip time for single workflows on the real server (1.32 and later, with `TIME_SKIPPING_FLAGS`).
 * Uses the raw service calls, because the client has no wrappers yet.
 */
export const createTimeTravel = (client: Client, namespace: string) => ({
  /** Moves the workflow's own clock to the moment at which its timer fires. Returns false if it has no timer. */
  async toTimer(workflowId: string): Promise<boolean> {
    const left = await timeLeft(client, namespace, workflowId);
    if (left === undefined) return false;
    await fastForward(client, namespace, workflowId, Math.max(1, left));
    return true;
  },
  /** Starts the next attempt of activities that are waiting to be retried. */
  async tryNow(workflowId: string): Promise<void> {
    await client.workflowService.resetActivity({ namespace, execution: { workflowId }, matchAll: true });
  },
});

async function timeLeft(client: Client, namespace: string, workflowId: string): Promise<number | undefined> {
  const [firesAt, described] = await Promise.all([
    timerOf(client, namespace, workflowId),
    client.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId } }),
  ]);
  if (firesAt === undefined) return undefined;
  const now = described.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  return Math.ceil(firesAt - (now ? ms(now) : Date.now()));
}

/** Returns when the workflow's open timer fires, by its own clock. Its start may lie far back in the history. */
async function timerOf(client: Client, namespace: string, workflowId: string): Promise<number | undefined> {
  const ended = new Set<string | null | undefined>();
  let nextPageToken: Uint8Array | null | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId },
      maximumPageSize: 50,
      nextPageToken,
    });
    for (const event of page.history?.events ?? []) {
      const started = event.timerStartedEventAttributes;
      if (started && !ended.has(started.timerId)) return ms(event.eventTime) + ms(started.startToFireTimeout);
      ended.add(event.timerFiredEventAttributes?.timerId ?? event.timerCanceledEventAttributes?.timerId);
    }
    nextPageToken = page.nextPageToken;
  } while (nextPageToken && nextPageToken.length > 0);
  return undefined;
}

const ms = (time: Duration | Timestamp | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;

async function fastForward(client: Client, namespace: string, workflowId: string, byMs: number): Promise<void> {
  const id = randomUUID();
  // a plain number works like a Long
  const duration = { seconds: Math.floor(byMs / 1000), nanos: (byMs % 1000) * 1e6 } as unknown as Duration;
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig: { enabled: true, fastForwardConfig: { id, duration } } },
    updateMask: { paths: ['time_skipping_config'] },
  });
  for (;;) {
    const { fastForwardPollingResult, failedReason } = await client.workflowService.pollWorkflowExecutionTimeSkipping({
      namespace,
      workflowExecution: { workflowId },
      fastForwardId: id,
    });
    if (fastForwardPollingResult === COMPLETED || /execution ended/.test(failedReason ?? '')) return;
    if (failedReason) throw new Error(`time travel of ${workflowId}: ${failedReason}`);
  }
}

const COMPLETED = 2;
