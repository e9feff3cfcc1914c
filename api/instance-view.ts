import { z } from 'zod';
import { NodeId } from '../journey/base/ids.ts';
import { inWordsOfRule } from '../journey/engine/rules.ts';
import type { Version } from '../journey/engine/version.ts';
import { typeOf } from '../journey/nodes/index.ts';
import { instant, toIso } from '../journey/time/time.ts';
import type { InstanceDetail, InstanceLine, MessageLine, StepTaken } from '../store/read-model/instances.ts';
import { isoOf, isoOrNull, Time } from './paging.ts';

/** How instances, their messages and their traces are shown. */

export const InstanceSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    journey: z.string(),
    version: z.int(),
    key: z.string().describe('The entry key; empty where the entry has none'),
    status: z.enum(['starting', 'live', 'ended', 'control']).describe('`control`: qualified, and gets nothing'),
    node: z.string().nullable().describe('Where it is, or was last'),
    enteredAt: Time,
    arrivedAt: Time.nullable(),
    until: Time.nullable().describe('Its deadline there, as it stands now: it moves while clocks are held in a pause'),
    wakesAt: Time.nullable().describe(
      'When the instance wakes next. Null if only an event or the end of a pause wakes it.',
    ),
    pausedAt: Time.nullable().describe('Since when it is paused by itself'),
    pausedBy: z.enum(['instance', 'journey']).nullable().describe('What is paused: it alone, or the journey'),
    stuck: z.string().nullable().describe('A fault of ours, in words: `retry` once it is mended'),
    retrying: z
      .object({
        attempts: z.int(),
        status: z.int().nullable().describe('What the other side answered last, if it did'),
        detail: z.string().nullable(),
        nextTryAt: Time,
        givesUpAt: Time.describe('The last try: then it leaves by `failed`, or by a more specific port'),
      })
      .nullable()
      .describe('Its send could not be made yet, and is tried again: `retry` tries now, `skip` gives it up'),
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
    key: z.string().describe('What the provider was given as its idempotency key'),
    instance: z.string(),
    journey: z.string(),
    node: z.string(),
    visit: z.int(),
    channel: z.string(),
    template: z.string().nullable(),
    state: z.string(),
    attempts: z.int(),
    outcome: z.string().nullable(),
    detail: z.string().nullable(),
    claimedAt: Time,
    settledAt: Time.nullable(),
    deliveredAt: Time.nullable().describe('The first time, as its provider reported it; so the next three'),
    viewedAt: Time.nullable(),
    clickedAt: Time.nullable(),
    repliedAt: Time.nullable(),
    isCaught: z.boolean().describe('It was caught here and sent to nobody: see getCaughtMessage'),
  })
  .meta({ id: 'Message' });

export const messageView = (line: MessageLine): z.infer<typeof MessageSchema> => ({
  ...line,
  claimedAt: isoOf(line.claimedAt),
  settledAt: isoOrNull(line.settledAt),
  deliveredAt: isoOrNull(line.deliveredAt),
  viewedAt: isoOrNull(line.viewedAt),
  clickedAt: isoOrNull(line.clickedAt),
  repliedAt: isoOrNull(line.repliedAt),
});

export const DetailSchema = z
  .object({
    ...InstanceSchema.shape,
    waitsFor: z
      .object({
        sentence: z.string().describe('What it does there'),
        events: z.array(z.string()).describe('Events that concern it there'),
        until: Time.nullable(),
      })
      .nullable()
      .describe('Null where it has ended or not begun'),
    visit: z.int(),
    step: z.int().describe('Decisions taken so far'),
    pass: z.int().describe('Which pass of this user with this key it is'),
    workflowId: z.string().nullable().describe("In Temporal's UI; null in the control group"),
    contextKeys: z.array(z.string()).describe('Names of what it remembers'),
    messages: z.array(MessageSchema).describe('The latest hundred'),
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

/** Changes of traits and segments concern it too, and are no events of anybody's. */
const eventsIn = (interests: readonly string[]): string[] =>
  interests.filter((interest) => !/^(trait|segment):/.test(interest));

export const TraceSchema = z
  .object({
    step: z.int().describe('The decision that it belongs to'),
    at: Time.describe('When it happened, by the instant that it was due'),
    decidedAt: Time,
    lateMs: z.number().optional().describe('Behind its deadline, where that is more than a minute'),
    node: z.string().nullable(),
    visit: z.int(),
    move: z.enum(['wait', 'leave', 'exit', 'note', 'withhold', 'hold', 'release']),
    port: z.string().optional().describe('The way out that was taken'),
    rule: z.string(),
    words: z.string().describe('Why'),
    read: z.record(z.string(), z.unknown()).describe('The values that were read to decide so'),
  })
  .meta({ id: 'TraceLine' });

/** A decision's lines, each with what it read. */
export const linesOf = ({ step, decidedAt, trace, read }: StepTaken): z.infer<typeof TraceSchema>[] =>
  trace.map((line, index) => {
    const values = read[index] ?? {};
    return {
      step,
      ...line,
      at: toIso(instant(line.at)),
      decidedAt: isoOf(decidedAt),
      words: inWordsOfRule(line.rule, values),
      read: { ...values },
    };
  });
