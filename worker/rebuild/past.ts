import { defaultPayloadConverter } from '@temporalio/common';
import type proto from '@temporalio/proto';
import { z } from 'zod';
import type { Elsewhere } from '../../activities/direct.ts';
import type { Sent } from '../../activities/send.ts';
import { InstanceId, JourneyId, PersonId, sendKey, WorkspaceId } from '../../journey/base/ids.ts';
import { OUTCOMES } from '../../journey/delivery/channel.ts';
import {
  apply,
  type Decision,
  type Entered,
  type Instance,
  newInstance,
  type TraceLine,
} from '../../journey/engine/apply.ts';
import { type AdvancedOnWire, decodeAdvanced } from '../../journey/engine/wire.ts';
import type { SendRef } from '../../store/messages/messages.ts';

export type History = proto.temporal.api.history.v1.IHistory;
type Event = NonNullable<History['events']>[number];
type Payloads = proto.temporal.api.common.v1.IPayloads | null | undefined;

/** One decision of a history, and the states before and after it. */
export interface Step {
  readonly decision: Decision;
  readonly before: Instance;
  readonly after: Instance;
}

/** The last time that a history asked for a send. `result` is null while nobody knows what became of it. */
export interface PastSend {
  readonly key: string;
  readonly send: SendRef;
  readonly result: Sent | null;
  /** Its activity in the last run. */
  readonly activityId: string | null;
  /** How often Temporal has begun it so far, while it has no result; null where Temporal doesn't know. */
  readonly begun: number | null;
}

/** What the runs of a workflow tell of its instance: everything but personal data. */
export interface Past {
  /** The state that the oldest of these runs began with. */
  readonly first: Instance;
  /** The state after the last decision. */
  readonly last: Instance;
  readonly steps: readonly Step[];
  readonly sends: readonly PastSend[];
  readonly queue: 'live' | 'bulk';
}

/** A history that isn't one of a journey, or that this version cannot read. */
export class HistoryUnreadable extends Error {
  override readonly name = 'HistoryUnreadable';
}

const ENTRY = {
  ...{ id: InstanceId, workspace: WorkspaceId, person: PersonId, journey: JourneyId },
  ...{ version: z.number(), enteredAt: z.number() },
};
const Begun = z.object({ entered: z.looseObject({ ...ENTRY, beginsAt: z.number() }) });
const Continued = z.object({
  instance: z.looseObject({
    ...{ ...ENTRY, step: z.number(), visit: z.number(), readTo: z.number() },
    since: z.tuple([z.number(), z.number(), z.number()]),
  }),
});
const Line = z.tuple([z.string().nullable(), z.number(), z.string(), z.string()]).rest(z.unknown());
const Decided = z.looseObject({ delta: z.looseObject({ step: z.number() }), trace: z.array(Line).optional() });
const Asked = z.looseObject({ instance: z.string(), channel: z.string(), node: z.string(), visit: z.number() });
const Answered = z.enum([...OUTCOMES, 'look-again']);

/**
 * Reads the runs of one workflow, oldest first.
 * @throws HistoryUnreadable
 */
export function readPast(chain: readonly History[]): Past {
  const events = chain.flatMap((history) => history.events ?? []);
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const first = firstIn(valueIn(started?.input));
  const steps = stepsFrom(first, events.flatMap(decisionIn));
  return {
    first,
    last: steps.at(-1)?.after ?? first,
    steps,
    sends: sendsIn(chain),
    queue: started?.taskQueue?.name?.endsWith('-bulk') ? 'bulk' : 'live',
  };
}

/** The highest position that an instance has read or looks back to. */
export const highestPosition = ({ readTo, since, missed }: Instance): number => Math.max(readTo, ...since, missed ?? 0);

/** When a visit ended, by its trace and the step that ended it; undefined while the instance is there. */
export function endOfVisit({ steps }: Past, visit: number): Step | undefined {
  return steps.find(({ after }) => after.visit > visit || after.exit !== null);
}

/** What left a node in these steps. */
export const leftIn = ({ decision }: Step): readonly TraceLine[] =>
  decision.trace.filter(({ move }) => move === 'leave');

/** Written by Sojourn, and checked where it matters here. */
function firstIn(input: unknown): Instance {
  const begun = Begun.safeParse(input);
  if (begun.success) return newInstance(begun.data.entered as unknown as Entered);
  const continued = Continued.safeParse(input);
  if (continued.success) return continued.data.instance as unknown as Instance;
  throw new HistoryUnreadable('its history does not begin with an instance');
}

/** A decision that was given again, after a reset, counts once. */
function stepsFrom(first: Instance, decisions: readonly Decision[]): readonly Step[] {
  const steps: Step[] = [];
  let state = first;
  for (const decision of decisions) {
    const { step = state.step } = decision.delta;
    if (step <= state.step) continue;
    if (step !== state.step + 1) throw new HistoryUnreadable(`its history lacks step ${state.step}`);
    const after = apply(state, decision);
    steps.push({ decision, before: state, after });
    state = after;
  }
  return steps;
}

function decisionIn({ markerRecordedEventAttributes: marker }: Event): readonly Decision[] {
  if (marker?.markerName !== 'core_local_activity') return [];
  const decided = Decided.safeParse(valueIn(marker.details?.result));
  return decided.success ? [decodeAdvanced(decided.data as unknown as AdvancedOnWire)] : [];
}

/** By key, the last of each: a continue-as-new and a `look-again` ask for the same send once more. */
const sendsIn = (chain: readonly History[]): readonly PastSend[] => [
  ...new Map(
    chain
      .flatMap((run) => sendsOfRun(run).map((each) => (run === chain.at(-1) ? each : { ...each, activityId: null })))
      .map((each) => [each.key, each]),
  ).values(),
];

/** In the order in which they were asked for. */
function sendsOfRun({ events }: History): readonly PastSend[] {
  const sends = new Map<string, PastSend>();
  for (const event of events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const asked = Asked.safeParse(valueIn(scheduled?.input));
    if (asked.success) {
      const send = asked.data as unknown as SendRef;
      const key = sendKey(send.instance, send.node, send.visit);
      const activityId = scheduled?.activityId ?? null;
      sends.set(String(event.eventId), { key, send, result: null, activityId, begun: null });
    }
    const done = event.activityTaskCompletedEventAttributes;
    const open = done && sends.get(String(done.scheduledEventId));
    if (!open) continue;
    const result = valueIn(done.result);
    if (result === ('elsewhere' satisfies Elsewhere)) sends.delete(String(done.scheduledEventId));
    else sends.set(String(done.scheduledEventId), { ...open, result: Answered.safeParse(result).data ?? null });
  }
  return [...sends.values()];
}

function valueIn(payloads: Payloads): unknown {
  const payload = payloads?.payloads?.[0];
  if (!payload) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined; // another encoding: not ours
  }
}
