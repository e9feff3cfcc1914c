import * as wf from '@temporalio/workflow';
import type { DirectActivities, SendingActivities } from '../activities/index.ts';
import type { Effect, Instance } from '../journey/engine/apply.ts';

/**
 * Sends for as long as it takes, since only a settled send has an outcome: on the channel's own task queue, whose rate
 * limit is the provider's, unless the decision lets it go `direct`, and a worker has room for it there. What the
 * company has registered runs under its own name.
 */
export async function send(instance: Instance, effect: Effect, direct: boolean): Promise<void> {
  const { id, workspace, person, journey, version } = instance;
  const { type: _, ...where } = effect;
  const asked = { instance: id, workspace, person, journey, version, ...where };
  if (direct) {
    const own = wf.proxyActivities<DirectActivities>(optionsFor(effect));
    if ((await own.send(asked)) !== 'elsewhere') return;
  }
  const { activity, channel } = effect;
  const activities = wf.proxyActivities<Record<string, SendingActivities['send']>>({
    ...optionsFor(effect),
    taskQueue: queueOf(channel),
  });
  const run = activities[activity ?? 'send'] as SendingActivities['send']; // a proxy has them all
  await run(asked);
}

const optionsFor = ({ activity, node, channel }: Effect): wf.ActivityOptions => ({
  // longer than any adapter waits for its provider
  startToCloseTimeout: activity === undefined ? '1 minute' : '65 minutes',
  heartbeatTimeout: '10 seconds', // after a kill, the send waits so long for another worker
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: `${node}: ${activity ?? channel}`,
});

/** Beside the workflow's own: `<prefix>-<channel>`. */
function queueOf(channel: string): string {
  const { taskQueue } = wf.workflowInfo();
  return `${taskQueue.slice(0, taskQueue.lastIndexOf('-') + 1)}${channel}`;
}
