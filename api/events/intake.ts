import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { MOST, PROFILE_BYTES } from '../../journey/base/limits.ts';
import type { Flaw } from '../../journey/base/refusal.ts';
import { instant } from '../../journey/time/time.ts';
import type { Accepted, IncomingMessage, Ingest } from '../../store/events/ingest.ts';
import type { Limits } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import { answer, type RouteResult, refusal } from '../route.ts';
import type { Taken } from '../taken.ts';
import type { Arrival, ParsedMessage } from './message.ts';

/**
 * Every event route passes its messages here, whichever vendor's client sent them. The limits apply, valid messages are
 * stored in one transaction, and the others are listed with the reason.
 */

export interface EventPorts {
  readonly ingest: Pick<Ingest, 'accept'>;
  readonly metrics: Pick<Metrics, 'events'>;
  readonly limits: Pick<Limits, 'countEvents'>;
  readonly now: () => number;
}

export const MAX_EVENT_BYTES = 32_768;
export const MAX_BATCH_BYTES = 512_000;

/** Interprets one message of a client. */
export type Parse = (given: unknown, arrival: Arrival) => ParsedMessage;

interface Request {
  readonly workspace: WorkspaceId;
  /** Length of the body after decompression. */
  readonly bodyBytes: number;
  readonly parse: Parse;
}

export interface Batch extends Request {
  readonly messages: readonly unknown[];
  /** Name of the member that holds the messages; empty if the body itself is the list. */
  readonly list: string;
  /** The sender's clock when it sent the batch. */
  readonly sentAt?: unknown;
}

/** Accepts one message, or refuses the request. */
export async function takeMessage(
  ports: EventPorts,
  { workspace, bodyBytes, parse, message: given }: Request & { readonly message: unknown },
): Promise<RouteResult<Taken>> {
  if (bodyBytes > MAX_EVENT_BYTES)
    return refusal('body-too-large', `the message has ${bodyBytes} bytes, more than ${MAX_EVENT_BYTES}`, TOO_LARGE_FIX);
  const understood = parse(given, arrivalAt(ports.now()));
  if (understood.type === 'rejected') {
    ports.metrics.events('rejected', 1);
    return refuse(understood.flaw);
  }
  const taken = await ingestAll(ports, workspace, [understood], '');
  const flaw = taken.ok ? taken.value.rejected[0] : undefined;
  return flaw ? refuse({ path: 'traits', message: flaw.message, fix: flaw.fix }) : taken;
}

const refuse = (flaw: Flaw): RouteResult<never> =>
  refusal('request-invalid', `${flaw.path}: ${flaw.message}`, flaw.fix, { errors: [flaw] });

/** Accepts the valid messages of a batch and lists the others. Refuses a batch over a limit. */
export async function takeBatch(ports: EventPorts, batch: Batch): Promise<RouteResult<Taken>> {
  const { messages, bodyBytes, sentAt, parse, list } = batch;
  if (bodyBytes > MAX_BATCH_BYTES)
    return refusal('body-too-large', `the batch has ${bodyBytes} bytes, more than ${MAX_BATCH_BYTES}`, SPLIT_FIX);
  if (messages.length > MOST.messages)
    return refusal(
      'body-too-large',
      `the batch has ${messages.length} messages, more than ${MOST.messages}`,
      SPLIT_FIX,
    );
  const arrival = arrivalAt(ports.now(), sentAt);
  const mayBeTooLarge = bodyBytes > MAX_EVENT_BYTES; // a smaller body holds no message over the limit
  return ingestAll(
    ports,
    batch.workspace,
    messages.map((each) => (mayBeTooLarge && rejectTooLarge(each)) || parse(each, arrival)),
    list,
  );
}

export const arrivalAt = (now: number, sentAt?: unknown): Arrival => ({
  receivedAt: instant(now),
  sentAt,
  newId: randomUUID,
});

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
  workspace: WorkspaceId,
  all: readonly ParsedMessage[],
  list: string,
): Promise<RouteResult<Taken>> {
  const messages = all.flatMap(messagesOf);
  const denial = await limits.countEvents(workspace, eventsByUser(messages));
  if (denial) return { ok: false, refusal: denial };
  const done = messages.length === 0 ? [] : await ingest.accept(workspace, messages);
  const results = withOutcomes(all, done);
  const count = (wanted: Outcome['status']) =>
    results.filter((each) => each.type === 'stored' && each.status === wanted).length;
  const taken: Taken = {
    success: true,
    accepted: count('accepted'),
    duplicates: count('duplicate'),
    rejected: results.flatMap((each, index) =>
      each.type === 'rejected'
        ? [{ index, messageId: each.messageId, ...each.flaw, path: pathIn(list, index, each.flaw.path) }]
        : [],
    ),
    ignored: results.flatMap((each, index) =>
      each.type === 'ignored' ? [{ index, messageId: each.messageId, type: each.messageType }] : [],
    ),
  };
  metrics.events('accepted', taken.accepted);
  metrics.events('duplicate', taken.duplicates);
  metrics.events('rejected', taken.rejected.length);
  metrics.events('ignored', taken.ignored.length);
  return answer(taken);
}

/** Returns what a message of a client is stored as: a change of traits may go before it. */
const messagesOf = (parsed: ParsedMessage): readonly IncomingMessage[] => {
  if (parsed.type !== 'event') return [];
  return parsed.before ? [parsed.before, parsed.message] : [parsed.message];
};

interface Outcome {
  readonly type: 'stored';
  readonly status: Exclude<Accepted['status'], 'profile-full'>;
}

/** Returns what became of each message. What the store refused is rejected. */
function withOutcomes(
  all: readonly ParsedMessage[],
  done: readonly Accepted[],
): readonly (Exclude<ParsedMessage, { readonly type: 'event' }> | Outcome)[] {
  const left = [...done].toReversed();
  return all.map((each) => {
    if (each.type !== 'event') return each;
    const statuses = messagesOf(each).map(() => left.pop()?.status ?? 'duplicate');
    const status = statuses.at(-1) ?? 'duplicate';
    if (status === 'profile-full' || statuses[0] === 'profile-full')
      return { type: 'rejected', messageId: each.message.messageId, flaw: PROFILE_FULL };
    return { type: 'stored', status };
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

const pathIn = (list: string, index: number, path: string): string =>
  [...(list === '' ? [] : [list]), String(index), ...(path === '' ? [] : [path])].join('.');
