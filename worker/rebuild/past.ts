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
import type { SendRef } from '../../store/messages/message.ts';

export type History = proto.temporal.api.history.v1.IHistory;
type Event = NonNullable<History['events']>[number];
type Payloads = proto.temporal.api.common.v1.IPayloads | null | undefined;

/** One decision of a history, with the states before and after it. */
export interface Step {
  readonly decision: Decision;
  readonly before: Instance;
  readonly after: Instance;
}

/** The last time that a history scheduled a send. `result` is null while it is unknown. */
export interface PastSend {
  readonly key: string;
  readonly send: SendRef;
  readonly result: Sent | null;
  /** Id of the activity in the last run; null for earlier runs. */
  readonly activityId: string | null;
  /** How often Temporal has started a send without a result; null if unknown. */
  readonly begun: number | null;
}

/** An instance as the histories of its workflow's runs show it: everything but personal data. */
export interface Past {
  /** The state at the start of the oldest run. */
  readonly first: Instance;
  /** The state after the last decision. */
  readonly last: Instance;
  readonly steps: readonly Step[];
  readonly sends: readonly PastSend[];
  readonly queue: 'live' | 'bulk';
}

/** Thrown for a history that isn't a journey's, or that this release can't read. */
export class HistoryUnreadable extends Error {
  override readonly name = 'HistoryUnreadable';
}

const ENTRY = {
  ...{ id: InstanceId, workspace: WorkspaceId, person: PersonId, journey: JourneyId },
  ...{ version: z.number(), enteredAt: z.number() },
};
const StartInput = z.object({ entered: z.looseObject({ ...ENTRY, beginsAt: z.number() }) });
const ContinuedInput = z.object({
  instance: z.looseObject({
    ...{ ...ENTRY, step: z.number(), visit: z.number(), readTo: z.number() },
    since: z.tuple([z.number(), z.number(), z.number()]),
  }),
});
const Line = z.tuple([z.string().nullable(), z.number(), z.string(), z.string()]).rest(z.unknown());
const AdvanceResult = z.looseObject({ delta: z.looseObject({ step: z.number() }), trace: z.array(Line).optional() });
const SendInput = z.looseObject({ instance: z.string(), channel: z.string(), node: z.string(), visit: z.number() });
const SendResult = z.enum([...OUTCOMES, 'look-again']);

/**
 * Reads the runs of one workflow, oldest first.
 * @throws HistoryUnreadable
 */
export function readPast(chain: readonly History[]): Past {
  const events = chain.flatMap((history) => history.events ?? []);
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  const first = readFirstState(decodeValue(started?.input));
  const steps = buildSteps(first, events.flatMap(readDecision));
  return {
    first,
    last: steps.at(-1)?.after ?? first,
    steps,
    sends: collectSends(chain),
    queue: started?.taskQueue?.name?.endsWith('-bulk') ? 'bulk' : 'live',
  };
}

/** Returns the highest position that an instance has read or refers to. */
export const highestPosition = ({ readTo, since, missed }: Instance): number => Math.max(readTo, ...since, missed ?? 0);

/** Returns the step that ended a visit; undefined while the visit lasts. */
export function findEndOfVisit({ steps }: Past, visit: number): Step | undefined {
  return steps.find(({ after }) => after.visit > visit || after.exit !== null);
}

/** Returns the trace lines of a step that left a node. */
export const listDepartures = ({ decision }: Step): readonly TraceLine[] =>
  decision.trace.filter(({ move }) => move === 'leave');

/** Reads the state from a workflow's input. Checks only the fields that the rebuild depends on. */
function readFirstState(input: unknown): Instance {
  const begun = StartInput.safeParse(input);
  if (begun.success) return newInstance(begun.data.entered as unknown as Entered);
  const continued = ContinuedInput.safeParse(input);
  if (continued.success) return continued.data.instance as unknown as Instance;
  throw new HistoryUnreadable('its history does not begin with an instance');
}

/** Applies the decisions in order. A decision repeated after a reset counts once. */
function buildSteps(first: Instance, decisions: readonly Decision[]): readonly Step[] {
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

function readDecision({ markerRecordedEventAttributes: marker }: Event): readonly Decision[] {
  if (marker?.markerName !== 'core_local_activity') return [];
  const decided = AdvanceResult.safeParse(decodeValue(marker.details?.result));
  return decided.success ? [decodeAdvanced(decided.data as unknown as AdvancedOnWire)] : [];
}

/** Returns the last send for each key: a continue-as-new and a `look-again` schedule the same send again. */
const collectSends = (chain: readonly History[]): readonly PastSend[] => [
  ...new Map(
    chain
      .flatMap((run) =>
        collectSendsOfRun(run).map((each) => (run === chain.at(-1) ? each : { ...each, activityId: null })),
      )
      .map((each) => [each.key, each]),
  ).values(),
];

/** Returns the sends of one run in the order in which they were scheduled. */
function collectSendsOfRun({ events }: History): readonly PastSend[] {
  const sends = new Map<string, PastSend>();
  for (const event of events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const asked = SendInput.safeParse(decodeValue(scheduled?.input));
    if (asked.success) {
      const send = asked.data as unknown as SendRef;
      const key = sendKey(send.instance, send.node, send.visit);
      const activityId = scheduled?.activityId ?? null;
      sends.set(String(event.eventId), { key, send, result: null, activityId, begun: null });
    }
    const done = event.activityTaskCompletedEventAttributes;
    const open = done && sends.get(String(done.scheduledEventId));
    if (!open) continue;
    const result = decodeValue(done.result);
    if (result === ('elsewhere' satisfies Elsewhere)) sends.delete(String(done.scheduledEventId));
    else sends.set(String(done.scheduledEventId), { ...open, result: SendResult.safeParse(result).data ?? null });
  }
  return [...sends.values()];
}

function decodeValue(payloads: Payloads): unknown {
  const payload = payloads?.payloads?.[0];
  if (!payload) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined; // an encoding that Sojourn never writes
  }
}
