import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { MOST, PROFILE_BYTES } from '../../journey/base/limits.ts';
import { instant } from '../../journey/time/time.ts';
import type { Accepted, IncomingMessage, Ingest } from '../../store/events/ingest.ts';
import { DOCUMENTED, DocumentedBatch } from '../events/documented.ts';
import { type MessageType, type ParsedMessage, parseMessage, TYPES } from '../events/message.ts';
import { MessageBody } from '../events/wire.ts';
import type { Limits } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { answer, type Route, type RouteRequest, type RouteResult, refusal, route } from '../route.ts';

export interface EventPorts {
  readonly ingest: Pick<Ingest, 'accept'>;
  readonly metrics: Pick<Metrics, 'events'>;
  readonly limits: Pick<Limits, 'countEvents'>;
  readonly now: () => number;
}

export const MAX_EVENT_BYTES = 32_768;
const MAX_BATCH_BYTES = 512_000;

const IngestResult = z
  .object({
    success: z.literal(true),
    accepted: z.int().describe('New messages, now stored durably'),
    duplicates: z.int().describe('Messages accepted before with the same id'),
    rejected: z
      .array(
        z.object({
          index: z.int().describe('Index in the batch'),
          messageId: z.string().nullable(),
          path: z.string(),
          message: z.string(),
          fix: z.string(),
        }),
      )
      .describe("Messages that were not accepted. Sending them again unchanged won't help."),
    ignored: z
      .array(z.object({ index: z.int(), messageId: z.string().nullable(), type: z.enum(TYPES) }))
      .describe('Messages accepted but unused: group and alias'),
  })
  .meta({ id: 'Taken' });
type IngestResult = z.infer<typeof IngestResult>;

const Batch = z.looseObject({
  batch: z.array(z.unknown(), 'must be a list of messages'),
  sentAt: z.unknown().optional(),
});

const SUMMARIES: Record<MessageType, string> = {
  track: 'Record an event of a user: {userId, event, properties}',
  identify: 'Change the traits of a user: {userId, traits}',
  page: 'Record a page view as the event "Page Viewed"',
  screen: 'Record a screen view as the event "Screen Viewed"',
  group: 'Accepted for compatibility; has no effect',
  alias: 'Accepted for compatibility; has no effect',
};

/** Describes a shorter path that Segment's and RudderStack's browser clients call. */
const sameAs = (path: string): string => `Alias of \`POST ${path}\` for browser clients`;

/**
 * Routes in the wire format of Segment's and RudderStack's clients. One bad message never fails the batch: those
 * clients would drop or endlessly retry all of it.
 */
export function eventRoutes(ports: EventPorts): readonly Route[] {
  return [
    ...TYPES.flatMap((type) => [
      { type, path: `/v1/${type}`, name: type as string, summary: SUMMARIES[type] },
      { type, path: `/v1/${type.charAt(0)}`, name: `${type}Short`, summary: sameAs(`/v1/${type}`) },
    ]).map(({ type, ...of }) =>
      route(
        {
          ...of,
          method: 'post',
          tag: 'Events',
          access: 'ingest',
          kind: 'events',
          description: `At most ${MAX_EVENT_BYTES} bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey.`,
          body: MessageBody,
          documentedBody: DOCUMENTED[type],
          answer: IngestResult,
          refusals: ['body-too-large'],
        },
        (asked) => acceptOne(ports, type, asked),
      ),
    ),
    ...[
      {
        path: '/v1/batch',
        name: 'batch',
        summary: 'Record many messages at once: {batch: [{type, userId, …}]}',
      },
      { path: '/v1/b', name: 'batchShort', summary: sameAs('/v1/batch') },
      { path: '/v1/import', name: 'import', summary: sameAs('/v1/batch') },
    ].map((of) =>
      route(
        {
          ...of,
          method: 'post',
          tag: 'Events',
          access: 'ingest',
          kind: 'events',
          description: `At most ${MOST.messages} messages and ${MAX_BATCH_BYTES} bytes. Messages that are malformed or can't be kept exactly are listed in \`rejected\`; the others are accepted.`,
          body: Batch,
          documentedBody: DocumentedBatch,
          answer: IngestResult,
          refusals: ['body-too-large'],
        },
        (asked) => acceptBatch(ports, asked),
      ),
    ),
  ];
}

async function acceptOne(
  ports: EventPorts,
  type: MessageType,
  { body, bodyBytes, caller }: RouteRequest<unknown, unknown, Readonly<Record<string, unknown>>>,
): Promise<RouteResult<IngestResult>> {
  if (bodyBytes > MAX_EVENT_BYTES)
    return refusal('body-too-large', `the message has ${bodyBytes} bytes, more than ${MAX_EVENT_BYTES}`, TOO_LARGE_FIX);
  const understood = parseMessage(body, arrivalAt(ports.now()), type);
  if (understood.type === 'rejected') {
    ports.metrics.events('rejected', 1);
    const { path, message, fix } = understood.flaw;
    return refusal('request-invalid', `${path}: ${message}`, fix, { errors: [understood.flaw] });
  }
  const taken = await ingestAll(ports, caller.workspace, [understood]);
  const flaw = taken.ok ? taken.value.rejected[0] : undefined;
  if (!flaw) return taken;
  const { message, fix } = flaw;
  return refusal('request-invalid', `traits: ${message}`, fix, { errors: [{ path: 'traits', message, fix }] });
}

async function acceptBatch(
  ports: EventPorts,
  { body, bodyBytes, caller }: RouteRequest<unknown, unknown, z.output<typeof Batch>>,
): Promise<RouteResult<IngestResult>> {
  const { batch, sentAt } = body;
  if (bodyBytes > MAX_BATCH_BYTES)
    return refusal('body-too-large', `the batch has ${bodyBytes} bytes, more than ${MAX_BATCH_BYTES}`, SPLIT_FIX);
  if (batch.length > MOST.messages)
    return refusal('body-too-large', `the batch has ${batch.length} messages, more than ${MOST.messages}`, SPLIT_FIX);
  const arrival = arrivalAt(ports.now(), sentAt);
  const mayBeTooLarge = bodyBytes > MAX_EVENT_BYTES; // a smaller body holds no message over the limit
  return ingestAll(
    ports,
    caller.workspace,
    batch.map((each) => (mayBeTooLarge && rejectTooLarge(each)) || parseMessage(each, arrival)),
  );
}

const arrivalAt = (now: number, sentAt?: unknown) => ({ receivedAt: instant(now), sentAt, newId: randomUUID });

const TOO_LARGE_FIX = 'send fewer or shorter properties, such as an id instead of a whole object';
const SPLIT_FIX = 'send it in smaller batches';

function rejectTooLarge(given: unknown): ParsedMessage | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(given));
  if (bytes <= MAX_EVENT_BYTES) return undefined;
  const { messageId } = readMessageId(given);
  return {
    type: 'rejected',
    messageId,
    flaw: { path: '', message: `has ${bytes} bytes, more than ${MAX_EVENT_BYTES}`, fix: TOO_LARGE_FIX },
  };
}

const readMessageId = (given: unknown) =>
  z
    .object({ messageId: z.string().nullable().catch(null) })
    .catch({ messageId: null })
    .parse(given);

/** Accepts all valid messages in one transaction, or none if one of their users is over the limit. */
async function ingestAll(
  { ingest, metrics, limits }: EventPorts,
  workspace: RouteRequest<unknown, unknown, unknown>['caller']['workspace'],
  all: readonly ParsedMessage[],
): Promise<RouteResult<IngestResult>> {
  const messages: IncomingMessage[] = all.flatMap((each) => (each.type === 'event' ? [each.message] : []));
  const denial = await limits.countEvents(workspace, eventsByUser(messages));
  if (denial) return { ok: false, refusal: denial };
  const done: readonly Accepted[] = messages.length === 0 ? [] : await ingest.accept(workspace, messages);
  const countStatus = (wanted: Accepted['status']) => done.filter(({ status }) => status === wanted).length;
  const results = withStoreRejections(all, done);
  const taken: IngestResult = {
    success: true,
    accepted: countStatus('accepted'),
    duplicates: countStatus('duplicate'),
    rejected: results.flatMap((each, index) =>
      each.type === 'rejected'
        ? [{ index, messageId: each.messageId, ...each.flaw, path: pathIn(index, each.flaw.path) }]
        : [],
    ),
    ignored: all.flatMap((each, index) =>
      each.type === 'ignored' ? [{ index, messageId: each.messageId, type: each.messageType }] : [],
    ),
  };
  metrics.events('accepted', taken.accepted);
  metrics.events('duplicate', taken.duplicates);
  metrics.events('rejected', taken.rejected.length);
  metrics.events('ignored', taken.ignored.length);
  return answer(taken);
}

/** Turns messages that the store refused into rejected ones. */
function withStoreRejections(all: readonly ParsedMessage[], done: readonly Accepted[]): readonly ParsedMessage[] {
  const left = [...done];
  return all.map((each) => {
    if (each.type !== 'event' || left.shift()?.status !== 'profile-full') return each;
    return { type: 'rejected', messageId: each.message.messageId, flaw: PROFILE_FULL };
  });
}

const PROFILE_FULL = {
  path: 'traits',
  message: `would make the profile larger than ${PROFILE_BYTES} bytes`,
  fix: 'send less, or first remove traits by setting them to null',
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
