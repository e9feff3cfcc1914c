import * as wf from '@temporalio/workflow';
import type { DecidingActivities } from '../activities/index.ts';
import {
  apply,
  type Decision,
  type Effect,
  type Entered,
  type Exit,
  type Instance,
  newInstance,
  type TraceLine,
} from '../journey/engine/apply.ts';
import { flawInOrder } from '../journey/engine/order-flaw.ts';
import { describeInstance, keepLatestLines } from '../journey/engine/story.ts';
import {
  type AdvancedOnWire,
  decodeAdvanced,
  decodeEffects,
  decodeLines,
  type EffectOnWire,
  encodeEffects,
  encodeLines,
  type LineOnWire,
} from '../journey/engine/wire.ts';
import type { Order } from '../journey/events/input.ts';
import { asFailure, pauseAfter, persist } from './attempts.ts';
import { hangBell } from './bell.ts';
import { send } from './send.ts';

const { advance, order } = wf.proxyLocalActivities<DecidingActivities>({
  startToCloseTimeout: '10 seconds',
  // after that, the workflow waits by a timer, since retries hold a slot and fill the history
  scheduleToCloseTimeout: '15 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '2 seconds', maximumAttempts: 6 },
});

export const state = wf.defineQuery<Instance>('state');
export const timeline = wf.defineQuery<readonly TraceLine[]>('timeline');
export const command = wf.defineUpdate<string, [Order]>('command');

/** Set at the start, and again when the instance moves to another version. */
const JourneyVersion = { name: 'JourneyVersion', type: 'INT' } as const;
/** Set when the instance ends before the end of its path, so that closed workflows can be listed by reason. */
const ExitReason = { name: 'ExitReason', type: 'KEYWORD' } as const;

/** An entry, or the state that a run passes on to the next. */
export type JourneyInput = { readonly entered: Entered } | Carried;

interface Carried {
  readonly instance: Instance;
  /** Sends that hadn't settled when the last run ended. They are issued again under the same key. */
  readonly underWay: readonly EffectOnWire[];
  readonly story: readonly LineOnWire[];
  /** The workflow was canceled, and the exit isn't recorded yet. */
  readonly isCanceling?: boolean;
}

/**
 * Runs one instance of a journey. It holds the state and waits; `advance` decides. It knows lengths of time, never
 * instants. Canceling it in Temporal's UI asks for an exit, which is decided like any other command.
 */
export function Journey(input: JourneyInput): Promise<Exit> {
  const { cancelRequested } = wf.CancellationScope.current();
  return wf.CancellationScope.nonCancellable(() => pass(input, cancelRequested));
}

async function pass(input: JourneyInput, cancelRequested: Promise<never>): Promise<Exit> {
  const begun: Carried = 'entered' in input ? { instance: newInstance(input.entered), underWay: [], story: [] } : input;
  const { isCanceling = false } = begun;
  let { instance } = begun;
  let lines = decodeLines(begun.story);
  const bell = hangBell();
  const issue = (effect: Effect, direct: boolean) => bell.after(effect, send(instance, effect, direct));
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
  const takeUp = (advanced: AdvancedOnWire | wf.TemporalFailure): boolean => {
    if (advanced instanceof wf.TemporalFailure) {
      pauseMs = pauseAfter(advanced, pauseMs);
      wf.setCurrentDetails(describeInstance(instance, lines, advanced.message));
      return false;
    }
    const { timer, again, direct, ...decision } = decodeAdvanced(advanced);
    pauseMs = 0;
    instance = apply(instance, decision);
    tellVersion(decision);
    lines = keepLatestLines(lines, decision.trace);
    wf.setCurrentDetails(describeInstance(instance, lines));
    // not awaited, so that the instance reads events while a provider is slow
    for (const effect of decision.effects) issue(effect, direct);
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
  for (const effect of decodeEffects(begun.underWay)) issue(effect, false);

  for (;;) {
    const again = takeUp(await advance({ instance, timerRuns: bell.isSet() }).catch(asFailure));
    if (instance.exit) break;
    if (wf.workflowInfo().continueAsNewSuggested) {
      await wf.condition(wf.allHandlersFinished);
      await wf.continueAsNew<typeof Journey>({
        ...{ instance, underWay: encodeEffects(bell.underWay()), story: encodeLines(lines) },
        ...(canceling && { isCanceling: true }),
      });
    }
    // A nudge, the timer or a settled effect rings the bell; `advance` reads the cause from the database.
    if (!again) await bell.rung(pauseMs);
  }

  tellEnd(instance.exit);
  await wf.condition(() => bell.underWay().length === 0 && wf.allHandlersFinished());
  return instance.exit;
}

/** Rejects an invalid command in the validator, so that it leaves nothing in the history. */
function rejectUnlessValid(ordered: unknown, { exit }: Instance): void {
  const flaw = exit ? `This instance has ended: ${exit.reason}. It takes no more commands.` : flawInOrder(ordered);
  if (flaw !== undefined) throw wf.ApplicationFailure.nonRetryable(flaw, 'CommandInvalid');
}

/**
 * Sets the exit reason. A closed workflow without one has completed: most do, and an event in each history would add
 * nothing.
 */
function tellEnd({ reason }: Exit): void {
  if (reason !== 'completed') wf.upsertSearchAttributes([{ key: ExitReason, value: reason }]);
}

function tellVersion({ delta: { version } }: Decision): void {
  if (version !== undefined) wf.upsertSearchAttributes([{ key: JourneyVersion, value: version }]);
}
