import { proxyActivities, setCurrentDetails, sleep } from '@temporalio/workflow';
import type { BroadcastOf } from '../activities/broadcast.ts';
import type { OperatingActivities } from '../activities/index.ts';

const { broadcast } = proxyActivities<OperatingActivities>({
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30 seconds', // whoever is killed between two pages is followed by another
  retry: { maximumInterval: '1 minute' },
});

/**
 * Started by a journey's schedule, or for a list: queues whomever it concerns. Their own workflows begin when their
 * moment comes.
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
