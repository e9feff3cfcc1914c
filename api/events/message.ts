import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Flaw } from '../../journey/base/refusal.ts';
import { PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import { type Instant, instant, readInstant } from '../../journey/time/time.ts';
import type { IncomingMessage } from '../../store/events/ingest.ts';
import { flawsOf } from '../flaws.ts';
import { IncomingEventName, Properties } from './wire.ts';

/**
 * One message as Segment's and RudderStack's clients send it. Lenient where they differ (null for absent, numbers for ids, no timestamp,
 * members that nobody has heard of); strict on what decides whose it is and what happened.
 */
export const TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type MessageType = (typeof TYPES)[number];

const Id = (most: number) =>
  z
    .union([text(most), z.number()], 'must be a text')
    .nullish()
    .transform((id) => (id === null || id === undefined || id === '' ? undefined : String(id)));
const OptionalProperties = Properties.nullish();

export const IncomingFields = z.looseObject({
  messageId: Id(MOST.id).refine((id) => !id?.startsWith('$'), 'begins with "$", which is for ids of our own'),
  userId: Id(MOST.id),
  anonymousId: Id(MOST.id),
  properties: OptionalProperties,
  traits: OptionalProperties,
  context: z
    .looseObject({ traits: OptionalProperties.catch(undefined) })
    .nullish()
    .catch(undefined),
  name: text(MOST.said).nullish().catch(undefined),
  category: text(MOST.said).nullish().catch(undefined),
  // A date that cannot be read is no reason to lose an event: it is for reports alone.
  timestamp: z.unknown().optional(),
  originalTimestamp: z.unknown().optional(),
  sentAt: z.unknown().optional(),
});
type Common = z.output<typeof IncomingFields>;

export interface Arrival {
  readonly receivedAt: Instant;
  /** The batch's, where the message has none of its own. */
  readonly sentAt?: unknown;
  readonly newId: () => string;
}

export type Understood =
  | { readonly is: 'event'; readonly message: IncomingMessage }
  /** Accepted, and of no effect here. */
  | { readonly is: 'ignored'; readonly messageId: string | null; readonly type: MessageType }
  | { readonly is: 'rejected'; readonly messageId: string | null; readonly flaw: Flaw };

/** What a message means. `type` where the address says it. */
export function understand(given: unknown, arrival: Arrival, type?: MessageType): Understood {
  const parsed = IncomingFields.safeParse(given);
  if (!parsed.success) return rejected(given, flawsOf(parsed.error)[0]);
  const message = parsed.data;
  const kind = z.enum(TYPES).safeParse(type ?? message.type);
  if (!kind.success)
    return rejected(given, {
      path: 'type',
      message: 'is not a type of message',
      fix: `give one of ${TYPES.join(', ')}`,
    });
  if (kind.data === 'group' || kind.data === 'alias')
    return { is: 'ignored', messageId: message.messageId ?? null, type: kind.data };
  if (message.userId === undefined && message.anonymousId === undefined)
    return rejected(given, {
      path: 'userId',
      message: 'says nothing about whose it is',
      fix: 'give userId or anonymousId',
    });
  return event(given, message, kind.data, arrival);
}

function event(
  given: unknown,
  message: Common,
  type: Exclude<MessageType, 'group' | 'alias'>,
  arrival: Arrival,
): Understood {
  const { userId, anonymousId } = message;
  const about = {
    messageId: message.messageId ?? arrival.newId(),
    ...(userId !== undefined && { userId }),
    ...(anonymousId !== undefined && { anonymousId }),
    ...occurred(message, arrival),
  };
  if (type === 'identify') {
    const traits = { ...message.context?.traits, ...message.traits } as JsonObject;
    return {
      is: 'event',
      message: { ...about, kind: 'identify', name: PROFILE_CHANGED, properties: traits, traits },
    };
  }
  if (type === 'track') {
    const name = IncomingEventName.safeParse(message.event);
    if (!name.success) return rejected(given, flawsOf(name.error, ['event'])[0]);
    return {
      is: 'event',
      message: { ...about, kind: 'track', name: name.data, properties: (message.properties ?? {}) as JsonObject },
    };
  }
  const viewed = { ...message.properties, ...named(message) } as JsonObject;
  return {
    is: 'event',
    message: { ...about, kind: 'track', name: type === 'page' ? 'Page Viewed' : 'Screen Viewed', properties: viewed },
  };
}

const named = ({ name, category }: Common) => ({
  ...(typeof name === 'string' && { name }),
  ...(typeof category === 'string' && { category }),
});

/** A client's clock may be wrong: what it says is moved by how wrong it was when it sent the batch. */
function occurred(message: Common, { receivedAt, sentAt }: Arrival): { readonly occurredAt?: Instant } {
  const said = momentOf(message.originalTimestamp) ?? momentOf(message.timestamp);
  if (said === undefined) return {};
  const sent = momentOf(message.sentAt) ?? momentOf(sentAt);
  const at = sent === undefined ? said : said + (receivedAt - sent);
  return Math.abs(at) <= LAST ? { occurredAt: instant(at) } : {};
}

/** What a Date can be. */
const LAST = 8.64e15;

function momentOf(value: unknown): Instant | undefined {
  const at = readInstant(value, 'UTC');
  return at !== undefined && Math.abs(at) <= LAST ? at : undefined;
}

function rejected(given: unknown, flaw: Flaw | undefined): Understood {
  const id = typeof given === 'object' && given !== null && 'messageId' in given ? given.messageId : null;
  return {
    is: 'rejected',
    messageId: typeof id === 'string' ? id : null,
    flaw: flaw ?? { path: '', message: 'is not a message', fix: 'see /docs' },
  };
}
