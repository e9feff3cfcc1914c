import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type proto from '@temporalio/proto';

type Duration = proto.google.protobuf.IDuration;
type Timestamp = proto.google.protobuf.ITimestamp;

/**
 * Virtual time for one workflow on the real server (1.32 and later, with `TIME_SKIPPING_FLAGS`). The client has no wrapper for it yet; these are
 * the service's own calls.
 */
export const createTimeTravel = (client: Client, namespace: string) => ({
  /** Moves the workflow's own clock to the moment at which its timer fires. False if it has none. */
  async toTimer(workflowId: string): Promise<boolean> {
    const left = await timeLeft(client, namespace, workflowId);
    if (left === undefined) return false;
    await fastForward(client, namespace, workflowId, Math.max(1, left));
    return true;
  },
});

async function timeLeft(client: Client, namespace: string, workflowId: string): Promise<number | undefined> {
  const execution = { workflowId };
  const [{ history }, described] = await Promise.all([
    client.workflowService.getWorkflowExecutionHistoryReverse({ namespace, execution, maximumPageSize: 50 }),
    client.workflowService.describeWorkflowExecution({ namespace, execution }),
  ]);
  const ended = new Set<string>();
  for (const event of history?.events ?? []) {
    const over = event.timerFiredEventAttributes?.timerId ?? event.timerCanceledEventAttributes?.timerId;
    if (over) ended.add(over);
    const started = event.timerStartedEventAttributes;
    if (!started || ended.has(started.timerId ?? '')) continue;
    const now = described.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    const firesAt = ms(event.eventTime) + ms(started.startToFireTimeout);
    return Math.ceil(firesAt - (now ? ms(now) : Date.now()));
  }
  return undefined;
}

const ms = (time: Duration | Timestamp | null | undefined): number =>
  Number(time?.seconds ?? 0) * 1000 + (time?.nanos ?? 0) / 1e6;

async function fastForward(client: Client, namespace: string, workflowId: string, byMs: number): Promise<void> {
  const id = randomUUID();
  const duration = { seconds: Math.floor(byMs / 1000), nanos: (byMs % 1000) * 1e6 } as unknown as Duration; // a plain number is as good as a Long
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
