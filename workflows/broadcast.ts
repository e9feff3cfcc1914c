import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { BroadcastOf } from '../activities/broadcast.ts';
import type { OperatingActivities } from '../activities/index.ts';

const { broadcast } = proxyActivities<OperatingActivities>({
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30 seconds', // if a worker dies between two pages, another one takes over
  retry: { maximumInterval: '1 minute' },
});

/**
 * Queues the users of a journey's due broadcasts. A schedule or an uploaded list starts it. Each user's own workflow
 * begins at the user's moment.
 */
export async function Broadcast(of: BroadcastOf): Promise<number> {
  for (let all = 0; ; ) {
    const { queued, total, inMs } = await broadcast(of);
    all += queued;
    setCurrentDetails(`**${all}** queued${total > 0 ? ` of about ${total}` : ''}`);
    if (inMs === null) return all;
    await sleep(inMs);
  }
}
