import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { bulkQueue } from '../../forwarding/launch.ts';
import type { Reweigh } from '../../workflows/reweigh.ts';

export const reweighSchedule = (taskQueue: string): string => `reweigh/${taskQueue}`;

/** One for all experiments, by a Temporal Schedule: every 5 minutes, whichever worker is there. Made at the first start, left alone after. */
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
      policies: { overlap: 'SKIP', catchupWindow: '1 minute' }, // what was missed is in the next one
      state: { note: 'Gives the traffic of IntelliNODEs to what converts' },
    });
  } catch (cause) {
    if (!(cause instanceof ScheduleAlreadyRunning)) throw cause;
  }
}
