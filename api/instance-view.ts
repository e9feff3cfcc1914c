import { z } from 'zod';
import { NodeId } from '../journey/base/ids.ts';
import { describeRule } from '../journey/engine/rules.ts';
import type { Version } from '../journey/engine/version.ts';
import { typeOf } from '../journey/nodes/index.ts';
import { instant, toIso } from '../journey/time/time.ts';
import type { InstanceDetail, InstanceLine, MessageLine, StepTaken } from '../store/read-model/instances.ts';
import { isoOf, isoOrNull, Time } from './paging.ts';

/** How the API shows instances, their messages and their traces. */

export const InstanceSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    journey: z.string(),
    version: z.int(),
    key: z.string().describe('The entry key; empty if the entry has none'),
    status: z
      .enum(['starting', 'live', 'ended', 'control'])
      .describe('`control`: in the control group, which receives nothing'),
    node: z.string().nullable().describe('Current or last node'),
    enteredAt: Time,
    arrivedAt: Time.nullable(),
    until: Time.nullable().describe('Current deadline at the node. It moves while a pause holds timers.'),
    wakesAt: Time.nullable().describe(
      'When the instance wakes next. Null if only an event or the end of a pause wakes it.',
    ),
    pausedAt: Time.nullable().describe('Since when the instance itself is paused'),
    pausedBy: z.enum(['instance', 'journey']).nullable().describe('What is paused: the instance alone, or its journey'),
    stuck: z.string().nullable().describe('The internal error that stopped it. Use `retry` once it is fixed.'),
    retrying: z
      .object({
        attempts: z.int(),
        status: z.int().nullable().describe("Status of the provider's last answer; null if it gave none"),
        detail: z.string().nullable(),
        nextTryAt: Time,
        givesUpAt: Time.describe('After this moment it leaves by `failed` or a more specific port'),
      })
      .nullable()
      .describe('A send that failed and will be tried again. `retry` tries now, `skip` gives up.'),
    endedAt: Time.nullable(),
    exit: z.object({ reason: z.string(), goal: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'Instance' });
type InstanceView = z.infer<typeof InstanceSchema>;

export const viewOf = (line: InstanceLine): InstanceView => ({
  id: line.id,
  userId: line.userId,
  journey: line.journey,
  version: line.version,
  key: line.key,
  status: line.status,
  node: line.node,
  enteredAt: isoOf(line.enteredAt),
  arrivedAt: isoOrNull(line.arrivedAt),
  until: line.endedAt === null ? isoOrNull(line.until) : null,
  wakesAt: line.endedAt === null ? isoOrNull(line.wakesAt) : null,
  pausedAt: line.endedAt === null ? isoOrNull(line.pausedAt) : null,
  pausedBy: line.pausedBy,
  stuck: line.stuck,
  retrying: line.retrying && {
    ...line.retrying,
    nextTryAt: isoOf(line.retrying.nextTryAt),
    givesUpAt: isoOf(line.retrying.givesUpAt),
  },
  endedAt: isoOrNull(line.endedAt),
  exit: line.exitReason === null ? null : { reason: line.exitReason, goal: line.exitGoal },
});

export const MessageSchema = z
  .object({
    key: z.string().describe("The provider's idempotency key for this message"),
    instance: z.string(),
    journey: z.string(),
    node: z.string(),
    visit: z.int(),
    channel: z.string(),
    template: z.string().nullable(),
    templateVersion: z.int().nullable().describe('Version of the workspace template, if the node names one'),
    state: z.string(),
    attempts: z.int(),
    outcome: z.string().nullable(),
    detail: z.string().nullable(),
    claimedAt: Time,
    settledAt: Time.nullable(),
    confirmedAt: Time.nullable().describe(
      'When an outcome that was `unknown` became `sent`, by a report about the message',
    ),
    failedAt: Time.nullable().describe('When the provider reported that it could not deliver the sent message'),
    machineViewedAt: Time.nullable().describe('When a scanner or a mail program first opened it'),
    machineClickedAt: Time.nullable(),
    deliveredAt: Time.nullable().describe('First report of it by the provider, as for the next six fields'),
    viewedAt: Time.nullable(),
    clickedAt: Time.nullable(),
    repliedAt: Time.nullable(),
    bouncedAt: Time.nullable(),
    complainedAt: Time.nullable(),
    unsubscribedAt: Time.nullable(),
    devices: z
      .array(
        z.object({
          device: z.string().describe('First characters of the device’s ID'),
          platform: z.string().nullable(),
          provider: z.string().nullable(),
          state: z
            .enum(['handed', 'accepted', 'waiting', 'failed', 'dead', 'unknown'])
            .describe(
              '`handed`: an attempt started. `dead`: the provider no longer knows the device, so Sojourn removes it.',
            ),
          reason: z.string().nullable(),
        }),
      )
      .nullable()
      .describe('Outcome of a push message on each device. Null for other messages.'),
    isCaught: z.boolean().describe('The inbox caught it instead of sending it. See getCaughtMessage.'),
  })
  .meta({ id: 'Message' });

export const messageView = (line: MessageLine): z.infer<typeof MessageSchema> => ({
  ...line,
  devices: line.devices?.map((device) => ({ ...device })) ?? null,
  claimedAt: isoOf(line.claimedAt),
  settledAt: isoOrNull(line.settledAt),
  confirmedAt: isoOrNull(line.confirmedAt),
  failedAt: isoOrNull(line.failedAt),
  machineViewedAt: isoOrNull(line.machineViewedAt),
  machineClickedAt: isoOrNull(line.machineClickedAt),
  deliveredAt: isoOrNull(line.deliveredAt),
  viewedAt: isoOrNull(line.viewedAt),
  clickedAt: isoOrNull(line.clickedAt),
  repliedAt: isoOrNull(line.repliedAt),
  bouncedAt: isoOrNull(line.bouncedAt),
  complainedAt: isoOrNull(line.complainedAt),
  unsubscribedAt: isoOrNull(line.unsubscribedAt),
});

export const DetailSchema = z
  .object({
    ...InstanceSchema.shape,
    waitsFor: z
      .object({
        sentence: z.string().describe('What the node does'),
        events: z.array(z.string()).describe('Events that it reacts to at this node'),
        until: Time.nullable(),
      })
      .nullable()
      .describe('Null if it has ended or not started'),
    visit: z.int(),
    step: z.int().describe('Number of decisions so far'),
    pass: z.int().describe('Number of this entry: 2 for the second instance of this user with this key'),
    workflowId: z.string().nullable().describe("Workflow id, for Temporal's UI; null in the control group"),
    contextKeys: z.array(z.string()).describe('Names of the values in its context'),
    messages: z.array(MessageSchema).describe('The latest 100'),
  })
  .meta({ id: 'InstanceDetail' });

export function detailOf(
  found: InstanceDetail,
  version: Version,
  messages: readonly MessageLine[],
): z.infer<typeof DetailSchema> {
  const view = viewOf(found);
  const id = NodeId.safeParse(found.node).data;
  const node = id === undefined ? undefined : version.document.nodes[id];
  return {
    ...view,
    waitsFor:
      found.endedAt === null && id !== undefined && node
        ? { sentence: typeOf(node).describe(node), events: eventsIn(version.interestsAt(id)), until: view.until }
        : null,
    visit: found.visit,
    step: found.step,
    pass: found.pass,
    workflowId: found.workflowId,
    contextKeys: [...found.contextKeys],
    messages: messages.map(messageView),
  };
}

/** Leaves out interests in traits and segments, which aren't events. */
const eventsIn = (interests: readonly string[]): string[] =>
  interests.filter((interest) => !/^(trait|segment):/.test(interest));

export const TraceSchema = z
  .object({
    step: z.int().describe('Number of the decision that wrote the line'),
    at: Time.describe('When it happened: the instant at which it was due'),
    decidedAt: Time,
    lateMs: z.number().optional().describe('How late the decision was; left out if under a minute'),
    node: z.string().nullable(),
    visit: z.int(),
    move: z.enum(['wait', 'leave', 'exit', 'note', 'withhold', 'hold', 'release']),
    port: z.string().optional().describe('The port that it left by'),
    rule: z.string(),
    words: z.string().describe('Why'),
    read: z.record(z.string(), z.unknown()).describe('The values that the decision read'),
  })
  .meta({ id: 'TraceLine' });

/** Returns the trace lines of a decision, each with the values it read. */
export const linesOf = ({ step, decidedAt, trace, read }: StepTaken): z.infer<typeof TraceSchema>[] =>
  trace.map((line, index) => {
    const values = read[index] ?? {};
    return {
      step,
      ...line,
      at: toIso(instant(line.at)),
      decidedAt: isoOf(decidedAt),
      words: describeRule(line.rule, values),
      read: { ...values },
    };
  });
