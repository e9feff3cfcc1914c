import * as wf from '@temporalio/workflow';
import type { DirectActivities, SendingActivities } from '../activities/index.ts';
import type { Effect, Instance } from '../journey/engine/apply.ts';

/**
 * Sends one message and returns when it has settled, since only a settled send has an outcome. Runs on the channel's
 * own task queue, which carries the provider's rate limit. A `direct` send first tries the workflow's own task queue,
 * and needs a free slot there. Registered activities run under their own names.
 */
export async function send(instance: Instance, effect: Effect, direct: boolean): Promise<void> {
  const { id, workspace, person, journey, version } = instance;
  const { type: _, isUrgent = false, ...where } = effect;
  const asked = { instance: id, workspace, person, journey, version, ...where };
  if (direct) {
    const own = wf.proxyActivities<DirectActivities>(optionsFor(effect));
    if ((await own.send(asked)) !== 'elsewhere') return;
  }
  const { activity, channel } = effect;
  const activities = wf.proxyActivities<Record<string, SendingActivities['send']>>({
    ...optionsFor(effect),
    taskQueue: queueOf(channel),
    priority: { fairnessKey: fairnessKeyOf(instance), ...(isUrgent && { priorityKey: URGENT }) },
  });
  const run = activities[activity ?? 'send'] as SendingActivities['send']; // a proxy has every name
  await run(asked);
}

const optionsFor = ({ activity, node, channel }: Effect): wf.ActivityOptions => ({
  // longer than any adapter waits for its provider
  startToCloseTimeout: activity === undefined ? '1 minute' : '65 minutes',
  heartbeatTimeout: '10 seconds', // how long a send waits for another worker after its own has died
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  summary: `${node}: ${activity ?? channel}`,
});

/** Comes before the default priority, 3. */
const URGENT = 1;

/** Gives every journey the same share of a queue, so one journey's burst doesn't delay another. */
const fairnessKeyOf = ({ workspace, journey }: Instance): string => `${workspace}/${journey}`.slice(-MOST_KEY);
/** Temporal's limit, in bytes. Both ids are ASCII. */
const MOST_KEY = 64;

/** Returns the channel's task queue, `<prefix>-<channel>`, next to the workflow's own. */
function queueOf(channel: string): string {
  const { taskQueue } = wf.workflowInfo();
  return `${taskQueue.slice(0, taskQueue.lastIndexOf('-') + 1)}${channel}`;
}
