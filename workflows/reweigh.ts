import { proxyActivities } from '@temporalio/workflow';
import type { OperatingActivities } from '../activities/index.ts';

const { reweigh } = proxyActivities<OperatingActivities>({
  startToCloseTimeout: '4 minutes',
  retry: { maximumAttempts: 3 }, // the schedule runs it again in 5 minutes
});

/** Shifts the traffic of experiments to the arms that convert. A schedule starts it every 5 minutes. */
export const Reweigh = (): Promise<number> => reweigh({});
