import { isObject, type JsonObject } from '../../journey/base/json.ts';
import type { Flaw } from '../../journey/base/refusal.ts';
import type { Instant } from '../../journey/time/time.ts';
import { UnkeptMessage } from '../events/exact.ts';
import type { Parse } from '../events/intake.ts';
import { type Arrival, type MessageType, type ParsedMessage, parseMessage } from '../events/message.ts';

/** A message of Segment's format, its members not yet checked. */
export interface Message {
  readonly type: MessageType;
  readonly messageId?: unknown;
  readonly userId?: unknown;
  readonly anonymousId?: unknown;
  readonly previousId?: unknown;
  readonly event?: unknown;
  readonly name?: unknown;
  readonly properties?: unknown;
  readonly traits?: unknown;
  readonly timestamp?: unknown;
  readonly sentAt?: unknown;
  readonly context?: {
    readonly device?: { readonly token: unknown; readonly type: unknown };
    readonly timezone?: unknown;
  };
}

/** The meaning of a vendor's record. */
export type Translated =
  | {
      readonly type: 'message';
      readonly message: Message;
      /** Traits that change before the message takes effect. */
      readonly traits?: JsonObject;
      /** The vendor's names of members, by ours, for what is wrong with them. */
      readonly names?: Readonly<Partial<Record<keyof Message, string>>>;
    }
  | { readonly type: 'ignored'; readonly messageType: MessageType }
  | { readonly type: 'rejected'; readonly flaw: Flaw };

export const rejectField = (path: string, message: string, fix: string): Translated => ({
  type: 'rejected',
  flaw: { path, message, fix },
});

/** Creates a parser of a vendor's records from their translation, which may trust that a record is an object. */
export const parseBy =
  (translate: (record: JsonObject, receivedAt: Instant) => Translated): Parse =>
  (given, arrival) => {
    if (given instanceof UnkeptMessage) return reject(given.messageId, given.flaw);
    if (!isObject(given)) return reject(null, { path: '', message: 'is not an object', fix: 'send a JSON object' });
    const translated = translate(given, arrival.receivedAt);
    switch (translated.type) {
      case 'message':
        return parseTranslated(translated, arrival);
      case 'ignored':
        return { type: 'ignored', messageId: null, messageType: translated.messageType };
      case 'rejected':
        return reject(null, translated.flaw);
    }
  };

function parseTranslated(
  { message: given, traits, names = {} }: Extract<Translated, { readonly type: 'message' }>,
  arrival: Arrival,
): ParsedMessage {
  const messageId = given.messageId ?? arrival.newId();
  const message = { ...given, messageId };
  const parsed = parseMessage(message, arrival);
  if (parsed.type === 'rejected') return { ...parsed, flaw: renamePath(parsed.flaw, names) };
  if (parsed.type !== 'event' || traits === undefined || Object.keys(traits).length === 0) return parsed;
  const change: Message = { ...message, type: 'identify', messageId: `${String(messageId)}/traits`, traits };
  const before = parseMessage(change, arrival);
  if (before.type === 'rejected') return { ...before, flaw: renamePath(before.flaw, names) };
  return before.type === 'event' ? { ...parsed, before: before.message } : parsed;
}

/** Names a flaw by the vendor's member. */
function renamePath(flaw: Flaw, names: Readonly<Record<string, string>>): Flaw {
  const [first = '', ...rest] = flaw.path.split('.');
  return { ...flaw, path: [names[first] ?? first, ...rest].join('.') };
}

const reject = (messageId: string | null, flaw: Flaw): ParsedMessage => ({ type: 'rejected', messageId, flaw });
