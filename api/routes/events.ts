import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { MOST, PROFILE_BYTES } from '../../journey/base/limits.ts';
import { instant } from '../../journey/time/time.ts';
import type { Accepted, IncomingMessage, Ingest } from '../../store/events/ingest.ts';
import { DOCUMENTED, DocumentedBatch } from '../events/documented.ts';
import { type MessageType, TYPES, type Understood, understand } from '../events/message.ts';
import { MessageBody } from '../events/wire.ts';
import type { Limits } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { type Answered, type Asked, answer, type Route, refusal, route } from '../route.ts';

export interface EventPorts {
  readonly ingest: Pick<Ingest, 'accept'>;
  readonly metrics: Pick<Metrics, 'events'>;
  readonly limits: Pick<Limits, 'countEvents'>;
  readonly now: () => number;
}

export const MAX_EVENT_BYTES = 32_768;
const MAX_BATCH_BYTES = 512_000;

const Taken = z
  .object({
    success: z.literal(true),
    accepted: z.int().describe('New, and durable now'),
    duplicates: z.int().describe('Accepted before, under the same message id'),
    rejected: z
      .array(
        z.object({
          index: z.int().describe('Where in the batch'),
          messageId: z.string().nullable(),
          path: z.string(),
          message: z.string(),
          fix: z.string(),
        }),
      )
      .describe('Not taken; the others were. Sending one of these again unchanged helps nothing'),
    ignored: z
      .array(z.object({ index: z.int(), messageId: z.string().nullable(), type: z.enum(TYPES) }))
      .describe('Taken, and of no effect here: group and alias'),
  })
  .meta({ id: 'Taken' });
type Taken = z.infer<typeof Taken>;

const Batch = z.looseObject({
  batch: z.array(z.unknown(), 'must be a list of messages'),
  sentAt: z.unknown().optional(),
});

const SUMMARIES: Record<MessageType, string> = {
  track: 'Record an event of a user: {userId, event, properties}',
  identify: 'Change the traits of a user: {userId, traits}',
  page: 'Record a page view: it becomes the event "Page Viewed"',
  screen: 'Record a screen view: it becomes the event "Screen Viewed"',
  group: 'Taken from clients that send it, and of no effect',
  alias: 'Taken from clients that send it, and of no effect',
};

/** The wire format of Segment's and RudderStack's clients: what they can send is never refused as a whole for one message. */
export function eventRoutes(ports: EventPorts): readonly Route[] {
  return [
    ...TYPES.map((type) =>
      route(
        {
          method: 'post',
          path: `/v1/${type}`,
          name: type,
          tag: 'Events',
          access: 'ingest',
          kind: 'events',
          summary: SUMMARIES[type],
          description: `At most ${MAX_EVENT_BYTES} bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey.`,
          body: MessageBody,
          documentedBody: DOCUMENTED[type],
          answer: Taken,
          refusals: ['body-too-large'],
        },
        (asked) => one(ports, type, asked),
      ),
    ),
    route(
      {
        method: 'post',
        path: '/v1/batch',
        name: 'batch',
        tag: 'Events',
        access: 'ingest',
        kind: 'events',
        summary: 'Record many messages at once: {batch: [{type, userId, …}]}',
        description: `At most ${MOST.messages} messages and ${MAX_BATCH_BYTES} bytes. Malformed messages are listed in \`rejected\`; the others are accepted.`,
        body: Batch,
        documentedBody: DocumentedBatch,
        answer: Taken,
        refusals: ['body-too-large'],
      },
      (asked) => many(ports, asked),
    ),
  ];
}

async function one(
  ports: EventPorts,
  type: MessageType,
  { body, bodyBytes, caller }: Asked<unknown, unknown, Readonly<Record<string, unknown>>>,
): Promise<Answered<Taken>> {
  if (bodyBytes > MAX_EVENT_BYTES)
    return refusal('body-too-large', `the message has ${bodyBytes} bytes, more than ${MAX_EVENT_BYTES}`, TOO_LARGE_FIX);
  const understood = understand(body, arrivalAt(ports.now()), type);
  if (understood.is === 'rejected') {
    ports.metrics.events('rejected', 1);
    const { path, message, fix } = understood.flaw;
    return refusal('request-invalid', `${path}: ${message}`, fix, { errors: [understood.flaw] });
  }
  const taken = await take(ports, caller.workspace, [understood]);
  const flaw = taken.ok ? taken.value.rejected[0] : undefined;
  if (!flaw) return taken;
  const { message, fix } = flaw;
  return refusal('request-invalid', `traits: ${message}`, fix, { errors: [{ path: 'traits', message, fix }] });
}

async function many(
  ports: EventPorts,
  { body, bodyBytes, caller }: Asked<unknown, unknown, z.output<typeof Batch>>,
): Promise<Answered<Taken>> {
  const { batch, sentAt } = body;
  if (bodyBytes > MAX_BATCH_BYTES)
    return refusal('body-too-large', `the batch has ${bodyBytes} bytes, more than ${MAX_BATCH_BYTES}`, SPLIT_FIX);
  if (batch.length > MOST.messages)
    return refusal('body-too-large', `the batch has ${batch.length} messages, more than ${MOST.messages}`, SPLIT_FIX);
  const arrival = arrivalAt(ports.now(), sentAt);
  const mayBeTooLarge = bodyBytes > MAX_EVENT_BYTES; // else none of them can be
  return take(
    ports,
    caller.workspace,
    batch.map((each) => (mayBeTooLarge && tooLarge(each)) || understand(each, arrival)),
  );
}

const arrivalAt = (now: number, sentAt?: unknown) => ({ receivedAt: instant(now), sentAt, newId: randomUUID });

const TOO_LARGE_FIX = 'send less with it: an id instead of the whole thing';
const SPLIT_FIX = 'send it in smaller batches';

function tooLarge(given: unknown): Understood | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(given));
  if (bytes <= MAX_EVENT_BYTES) return undefined;
  const { messageId } = understandId(given);
  return {
    is: 'rejected',
    messageId,
    flaw: { path: '', message: `has ${bytes} bytes, more than ${MAX_EVENT_BYTES}`, fix: TOO_LARGE_FIX },
  };
}

const understandId = (given: unknown) =>
  z
    .object({ messageId: z.string().nullable().catch(null) })
    .catch({ messageId: null })
    .parse(given);

/** All that was understood, in one acceptance; nothing of it, where one of its users is over the limit. */
async function take(
  { ingest, metrics, limits }: EventPorts,
  workspace: Asked<unknown, unknown, unknown>['caller']['workspace'],
  all: readonly Understood[],
): Promise<Answered<Taken>> {
  const messages: IncomingMessage[] = all.flatMap((each) => (each.is === 'event' ? [each.message] : []));
  const denial = await limits.countEvents(workspace, eventsByUser(messages));
  if (denial) return { ok: false, refusal: denial };
  const done: readonly Accepted[] = messages.length === 0 ? [] : await ingest.accept(workspace, messages);
  const how = (wanted: Accepted['status']) => done.filter(({ status }) => status === wanted).length;
  const told = withRefused(all, done);
  const taken: Taken = {
    success: true,
    accepted: how('accepted'),
    duplicates: how('duplicate'),
    rejected: told.flatMap((each, index) =>
      each.is === 'rejected'
        ? [{ index, messageId: each.messageId, ...each.flaw, path: pathIn(index, each.flaw.path) }]
        : [],
    ),
    ignored: all.flatMap((each, index) =>
      each.is === 'ignored' ? [{ index, messageId: each.messageId, type: each.type }] : [],
    ),
  };
  metrics.events('accepted', taken.accepted);
  metrics.events('duplicate', taken.duplicates);
  metrics.events('rejected', taken.rejected.length);
  metrics.events('ignored', taken.ignored.length);
  return answer(taken);
}

/** What the store has refused, as what could not be understood. */
function withRefused(all: readonly Understood[], done: readonly Accepted[]): readonly Understood[] {
  const left = [...done];
  return all.map((each) => {
    if (each.is !== 'event' || left.shift()?.status !== 'profile-full') return each;
    return { is: 'rejected', messageId: each.message.messageId, flaw: PROFILE_FULL };
  });
}

const PROFILE_FULL = {
  path: 'traits',
  message: `with them the profile would have more than ${PROFILE_BYTES} bytes`,
  fix: 'store less in it, or remove traits by null first',
};

function eventsByUser(messages: readonly IncomingMessage[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { userId, anonymousId = '' } of messages) {
    const user = userId ?? `anonymous ${anonymousId}`;
    counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  return counts;
}

const pathIn = (index: number, path: string): string => (path === '' ? `batch.${index}` : `batch.${index}.${path}`);
