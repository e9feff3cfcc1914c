import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { Channel } from '../journey/delivery/channel.ts';

/** Approximate number of messages that wait in a channel's task queue. */
export interface Backlog {
  readonly count: number;
  /** When the oldest was queued, in milliseconds. */
  readonly since: number;
}

/** Creates a function that asks Temporal how many messages wait in a channel's task queue. */
export const createBacklogReader =
  (
    { workflowService }: Pick<Client, 'workflowService'>,
    {
      namespace,
      taskQueue,
      now,
    }: { readonly namespace: string; readonly taskQueue: string; readonly now: () => number },
  ) =>
  async (channel: Channel): Promise<Backlog | undefined> => {
    const { stats } = await workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: `${taskQueue}-${channel}` },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      reportStats: true,
    });
    const count = Number(stats?.approximateBacklogCount ?? 0);
    const { seconds = 0, nanos = 0 } = stats?.approximateBacklogAge ?? {};
    return count > 0 ? { count, since: now() - Number(seconds) * 1_000 - Number(nanos) / 1e6 } : undefined;
  };
