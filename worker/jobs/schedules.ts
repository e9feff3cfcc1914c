import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { bulkQueue } from '../../forwarding/launch.ts';
import type { Reweigh } from '../../workflows/reweigh.ts';

export const reweighSchedule = (taskQueue: string): string => `reweigh/${taskQueue}`;

/**
 * Creates the Temporal Schedule that reweighs all experiments every 5 minutes, unless it exists. Operators may change
 * the schedule: later starts leave it alone.
 */
export async function keepReweighing({ schedule }: Client, taskQueue: string): Promise<void> {
  const scheduleId = reweighSchedule(taskQueue);
  try {
    await schedule.create<typeof Reweigh>({
      scheduleId,
      spec: { intervals: [{ every: '5 minutes' }] },
      action: {
        type: 'startWorkflow',
        workflowType: 'Reweigh',
        workflowId: scheduleId,
        taskQueue: bulkQueue(taskQueue),
        args: [],
      },
      policies: { overlap: 'SKIP', catchupWindow: '1 minute' }, // the next run covers missed ones
      state: { note: 'Shifts IntelliNODE traffic to the paths that convert' },
    });
  } catch (cause) {
    if (!(cause instanceof ScheduleAlreadyRunning)) throw cause;
  }
}
