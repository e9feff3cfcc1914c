import { proxyActivities } from '@temporalio/workflow';
import type { OperatingActivities } from '../activities/index.ts';

const { reweigh } = proxyActivities<OperatingActivities>({
  startToCloseTimeout: '4 minutes',
  retry: { maximumAttempts: 3 }, // the schedule comes round again
});

/** Started by a schedule every 5 minutes: gives the traffic of experiments to what converts. */
export const Reweigh = (): Promise<number> => reweigh({});
