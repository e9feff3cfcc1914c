import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import type { JsonObject } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Flaw } from '../../journey/base/refusal.ts';
import { PLATFORMS } from '../../journey/delivery/device.ts';
import { PROFILE_CHANGED } from '../../journey/events/own-events.ts';
import { DEVICE_ZONE } from '../../journey/people/profile.ts';
import { type Instant, instant, readInstant, readZone } from '../../journey/time/time.ts';
import type { IncomingMessage } from '../../store/events/ingest.ts';
import { flawsOf } from '../flaws.ts';
import { UnkeptMessage } from './exact.ts';
import { IncomingEventName, Properties, USABLE_ID } from './wire.ts';

/**
 * The types of message that Segment's and RudderStack's clients send. Parsing is lenient where clients differ (null for
 * absent, numbers for ids, no timestamp, unknown members) and strict about which user it is and what happened.
 */
export const TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type MessageType = (typeof TYPES)[number];

const Id = (most: number) =>
  z
    .union([text(most), z.number()], 'must be a text')
    .nullish()
    .transform((id) => (id === null || id === undefined || id === '' ? undefined : String(id)));
const UserName = Id(MOST.id).refine(
  (id) => id === undefined || USABLE_ID.test(id),
  'is blank, or has a control character',
);
const OptionalProperties = Properties.nullish();

/** The device that a client runs on. One without a usable token is ignored. */
const ClientDevice = z.looseObject({
  token: text(MOST.pushToken).regex(/\S/),
  type: text(MOST.said).nullish().catch(undefined),
});

export const IncomingFields = z.looseObject({
  messageId: Id(MOST.id).refine((id) => !id?.startsWith('$'), 'begins with "$", which is reserved for ids of Sojourn'),
  userId: UserName,
  anonymousId: UserName,
  groupId: Id(MOST.id),
  properties: OptionalProperties,
  traits: OptionalProperties,
  context: z
    .looseObject({
      traits: OptionalProperties.catch(undefined),
      device: ClientDevice.nullish().catch(undefined),
      timezone: text(MOST.zone).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  name: text(MOST.said).nullish().catch(undefined),
  category: text(MOST.said).nullish().catch(undefined),
  // An unreadable date doesn't reject the event: only reports use it.
  timestamp: z.unknown().optional(),
  originalTimestamp: z.unknown().optional(),
  sentAt: z.unknown().optional(),
});
type Common = z.output<typeof IncomingFields>;

export interface Arrival {
  readonly receivedAt: Instant;
  /** The batch's `sentAt`, for messages without their own. */
  readonly sentAt?: unknown;
  readonly newId: () => string;
}

export type ParsedMessage =
  | {
      readonly type: 'event';
      readonly message: IncomingMessage;
      /** A change of traits that takes effect before the message. */
      readonly before?: IncomingMessage;
    }
  /** Accepted, but Sojourn doesn't use this type. */
  | { readonly type: 'ignored'; readonly messageId: string | null; readonly messageType: MessageType }
  | { readonly type: 'rejected'; readonly messageId: string | null; readonly flaw: Flaw };

/** Interprets one message. `type` overrides the message's own type, for routes that name it. */
export function parseMessage(given: unknown, arrival: Arrival, type?: MessageType): ParsedMessage {
  if (given instanceof UnkeptMessage) return { type: 'rejected', messageId: given.messageId, flaw: given.flaw };
  const parsed = IncomingFields.safeParse(given);
  if (!parsed.success) return reject(given, flawsOf(parsed.error)[0]);
  const message = parsed.data;
  const kind = z.enum(TYPES).safeParse(type ?? message.type);
  if (!kind.success)
    return reject(given, {
      path: 'type',
      message: 'is not a known message type',
      fix: `give one of ${TYPES.join(', ')}`,
    });
  if (kind.data === 'alias') return { type: 'ignored', messageId: message.messageId ?? null, messageType: kind.data };
  if (message.userId === undefined && message.anonymousId === undefined)
    return reject(given, {
      path: 'userId',
      message: 'is missing, and so is anonymousId',
      fix: 'give userId or anonymousId',
    });
  return toEvent(given, message, kind.data, arrival);
}

function toEvent(
  given: unknown,
  message: Common,
  type: Exclude<MessageType, 'alias'>,
  arrival: Arrival,
): ParsedMessage {
  const { userId, anonymousId } = message;
  const about = {
    messageId: message.messageId ?? arrival.newId(),
    ...(userId !== undefined && { userId }),
    ...(anonymousId !== undefined && { anonymousId }),
    ...occurrenceOf(message, arrival),
    ...deviceOf(message),
  };
  if (type === 'identify' || type === 'group') {
    const traits = type === 'group' ? { group: groupOf(message) } : traitsOf(message);
    return {
      type: 'event',
      message: { ...about, kind: 'identify', name: PROFILE_CHANGED, properties: traits, traits },
    };
  }
  if (type === 'track') {
    const name = IncomingEventName.safeParse(message.event);
    if (!name.success) return reject(given, flawsOf(name.error, ['event'])[0]);
    return {
      type: 'event',
      message: { ...about, kind: 'track', name: name.data, properties: (message.properties ?? {}) as JsonObject },
    };
  }
  const viewed = { ...message.properties, ...viewFieldsOf(message) } as JsonObject;
  return {
    type: 'event',
    message: { ...about, kind: 'track', name: type === 'page' ? 'Page Viewed' : 'Screen Viewed', properties: viewed },
  };
}

const traitsOf = (message: Common) =>
  ({ ...zoneTraitOf(message), ...message.context?.traits, ...message.traits }) as JsonObject;

const groupOf = ({ traits, groupId }: Common) =>
  ({ ...traits, ...(groupId !== undefined && { id: groupId }) }) as JsonObject;

/** Returns the zone of the user's device as a trait, for users whose own zone is unknown. */
function zoneTraitOf({ context }: Common): JsonObject {
  const zone = context?.timezone;
  return typeof zone === 'string' && readZone(zone) !== undefined ? { [DEVICE_ZONE]: zone } : {};
}

function deviceOf({ context }: Common): Pick<IncomingMessage, 'device'> {
  if (!context?.device) return {};
  const { token, type } = context.device;
  const platform = PLATFORMS.find((each) => each !== 'web' && each === type?.toLowerCase());
  return { device: { channel: 'push', address: token.trim(), named: token.trim(), platform } };
}

const viewFieldsOf = ({ name, category }: Common) => ({
  ...(typeof name === 'string' && { name }),
  ...(typeof category === 'string' && { category }),
});

/** Returns when a message happened, shifted by how far off the client's clock was when it sent the batch. */
function occurrenceOf(message: Common, { receivedAt, sentAt }: Arrival): { readonly occurredAt?: Instant } {
  const said = momentOf(message.originalTimestamp) ?? momentOf(message.timestamp);
  if (said === undefined) return {};
  const sent = momentOf(message.sentAt) ?? momentOf(sentAt);
  const at = sent === undefined ? said : said + (receivedAt - sent);
  return Math.abs(at) <= LATEST_MS ? { occurredAt: instant(at) } : {};
}

/** The latest moment that a JavaScript Date can hold, in ms since 1970. */
const LATEST_MS = 8.64e15;

function momentOf(value: unknown): Instant | undefined {
  const at = readInstant(value, 'UTC');
  return at !== undefined && Math.abs(at) <= LATEST_MS ? at : undefined;
}

function reject(given: unknown, flaw: Flaw | undefined): ParsedMessage {
  const id = typeof given === 'object' && given !== null && 'messageId' in given ? given.messageId : null;
  return {
    type: 'rejected',
    messageId: typeof id === 'string' ? id : null,
    flaw: flaw ?? { path: '', message: 'is not a message', fix: 'see /docs' },
  };
}
