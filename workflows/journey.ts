import * as wf from '@temporalio/workflow';
import type { Advanced } from '../activities/advance.ts';
import type { DecidingActivities, SendingActivities } from '../activities/index.ts';
import {
  apply,
  type Decision,
  type Effect,
  type Exit,
  type Instance,
  type TraceLine,
} from '../journey/engine/apply.ts';
import { flawInOrder } from '../journey/engine/order-flaw.ts';
import { remember, tell } from '../journey/engine/story.ts';
import type { Order } from '../journey/input.ts';
import { asFailure, pauseAfter, persist } from './attempts.ts';
import { hangBell } from './bell.ts';

const { advance, order } = wf.proxyLocalActivities<DecidingActivities>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '15 seconds', // after that the workflow waits by a timer: retries hold a slot and fill the history
  retry: { initialInterval: '200 milliseconds', maximumInterval: '2 seconds', maximumAttempts: 6 },
});

export const state = wf.defineQuery<Instance>('state');
export const timeline = wf.defineQuery<readonly TraceLine[]>('timeline');
export const command = wf.defineUpdate<string, [Order]>('command');

/** Set at the start, and whenever it goes on by another version. */
const JourneyVersion = { name: 'JourneyVersion', type: 'INT' } as const;
/** Set when the instance ends: closed workflows can be listed by how. */
const ExitReason = { name: 'ExitReason', type: 'KEYWORD' } as const;

export interface JourneyInput {
  readonly instance: Instance;
  /** Sends that had not settled when the last run ended: issued again under the same key. */
  readonly underWay?: readonly Effect[];
  readonly story?: readonly TraceLine[];
  /** Someone canceled the workflow, and the exit has not been recorded yet. */
  readonly isCanceling?: boolean;
}

/**
 * One person's pass through a journey. It holds the state and waits; `advance` decides. It knows lengths of time, never instants. Whoever
 * cancels it in Temporal's UI asks for an exit, which is decided on like any other command.
 */
export function Journey(input: JourneyInput): Promise<Exit> {
  const { cancelRequested } = wf.CancellationScope.current();
  return wf.CancellationScope.nonCancellable(() => pass(input, cancelRequested));
}

async function pass(
  { instance: begun, underWay = [], story = [], isCanceling = false }: JourneyInput,
  cancelRequested: Promise<never>,
): Promise<Exit> {
  let instance = begun;
  let lines = story;
  const bell = hangBell();
  const issue = (effect: Effect) => bell.after(effect, send(instance, effect));
  wf.setHandler(state, () => instance, { description: 'What the workflow holds of the instance' });
  wf.setHandler(timeline, () => lines, { description: 'The last moves, with the rule of each' });
  const write = async (ordered: Order, id: string) => {
    const answer = await order({ workspace: instance.workspace, instance: instance.id, order: ordered, id });
    bell.ring();
    return answer;
  };
  wf.setHandler(command, (ordered) => write(ordered, wf.currentUpdateInfo()?.id ?? wf.uuid4()), {
    validator: (ordered) => rejectUnlessValid(ordered, instance),
    description: 'pause, resume, retry, skip, {name: move, to}, {name: migrate, version, how} or {name: exit, reason}',
  });
  let pauseMs = 0;
  const takeUp = (advanced: Advanced | wf.TemporalFailure): boolean => {
    if (advanced instanceof wf.TemporalFailure) {
      pauseMs = pauseAfter(advanced, pauseMs);
      wf.setCurrentDetails(tell(instance, lines, advanced.message));
      return false;
    }
    const { timer, again, ...decision } = advanced;
    pauseMs = 0;
    instance = apply(instance, decision);
    tellVersion(decision);
    lines = remember(lines, decision.trace);
    wf.setCurrentDetails(tell(instance, lines));
    for (const effect of decision.effects) issue(effect); // not awaited: a slow provider never makes it deaf
    bell.set(timer, `${instance.at ?? 'entry'}: wait`);
    return again;
  };
  let canceling = isCanceling;
  const exitAsCanceled = async () => {
    canceling = true;
    const { firstExecutionRunId } = wf.workflowInfo();
    await persist(() => write({ name: 'exit', reason: 'cancelled' }, `cancel.${firstExecutionRunId}`));
    canceling = false;
  };
  if (isCanceling) void exitAsCanceled();
  cancelRequested.catch(exitAsCanceled);
  for (const effect of underWay) issue(effect);

  for (;;) {
    const again = takeUp(await advance({ instance, timerRuns: bell.isSet() }).catch(asFailure));
    if (instance.exit) break;
    if (wf.workflowInfo().continueAsNewSuggested) {
      await wf.condition(wf.allHandlersFinished);
      await wf.continueAsNew<typeof Journey>({
        ...{ instance, underWay: bell.underWay(), story: lines },
        ...(canceling && { isCanceling: true }),
      });
    }
    if (!again) await bell.rung(pauseMs); // by a nudge, the timer or a settled effect: what it means is read from the database
  }

  wf.upsertSearchAttributes([{ key: ExitReason, value: instance.exit.reason }]);
  await wf.condition(() => bell.underWay().length === 0 && wf.allHandlersFinished());
  return instance.exit;
}

/** Rejected, an update leaves nothing in the history. */
function rejectUnlessValid(ordered: unknown, { exit }: Instance): void {
  const flaw = exit ? `This instance has ended: ${exit.reason}. It takes no more commands.` : flawInOrder(ordered);
  if (flaw !== undefined) throw wf.ApplicationFailure.nonRetryable(flaw, 'CommandInvalid');
}

function tellVersion({ delta: { version } }: Decision): void {
  if (version !== undefined) wf.upsertSearchAttributes([{ key: JourneyVersion, value: version }]);
}

/** Beside the workflow's own: `<prefix>-<channel>`. */
function queueOf(channel: string): string {
  const { taskQueue } = wf.workflowInfo();
  return `${taskQueue.slice(0, taskQueue.lastIndexOf('-') + 1)}${channel}`;
}

/**
 * On the channel's own queue, whose rate limit is the provider's; for as long as it takes, since only a settled send has an outcome. What the
 * company has registered runs under its own name.
 */
function send({ id, workspace, person, journey, version }: Instance, effect: Effect): Promise<unknown> {
  const { activity } = effect;
  const activities = wf.proxyActivities<Record<string, SendingActivities['send']>>({
    taskQueue: queueOf(effect.channel),
    startToCloseTimeout: activity === undefined ? '1 minute' : '65 minutes', // longer than any adapter waits for its provider
    heartbeatTimeout: '10 seconds', // after a kill, the send waits so long for another worker
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
    summary: `${effect.node}: ${activity ?? effect.channel}`,
  });
  const run = activities[activity ?? 'send'] as SendingActivities['send']; // a proxy has them all
  return run({ instance: id, workspace, person, journey, version, ...effect });
}
