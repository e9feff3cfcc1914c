import { createHmac } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import { isBusinessScopedId } from '../../journey/delivery/business-id.ts';
import { objectIn, textIn } from '../http.ts';
import type {
  AddressLink,
  CallbackReading,
  CallbackReport,
  CallbackRequest,
  Callbacks,
  InboundMessage,
} from '../provider.ts';
import { isSameText } from '../same-text.ts';
import { keywordIn } from '../sms/keywords.ts';
import { storable } from '../storable.ts';
import { undeliveredBy } from './errors.ts';

export interface WhatsAppSecrets {
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
}

/** Reads Meta's webhooks: the handshake, statuses and messages from users. One request can contain many. */
export const createWhatsAppCallbacks = ({ appSecrets, verifyToken }: WhatsAppSecrets): Callbacks => ({
  async read(request) {
    if (request.method === 'GET') return shakeHands(request, verifyToken);
    const signature = String(request.headers['x-hub-signature-256'] ?? '');
    const isSigned = appSecrets.some((secret) =>
      isSameText(signature, `sha256=${createHmac('sha256', secret).update(request.body).digest('hex')}`),
    );
    if (!isSigned) return { type: 'refused', reason: 'X-Hub-Signature-256 is missing or wrong' };
    const changes = changesIn(request.body);
    if (!changes) return { type: 'unreadable', reason: 'the body isn’t a JSON object' };
    const links = changes.flatMap(linksIn);
    const read = { reports: changes.flatMap(reportsIn), inbound: changes.flatMap(messagesIn) };
    return { type: 'read', ...read, ...(links.length > 0 && { links }) };
  },
});

function shakeHands({ url }: CallbackRequest, verifyToken: string): CallbackReading {
  const query = new URL(url).searchParams;
  const challenge = query.get('hub.challenge') ?? '';
  const isAllowed =
    query.get('hub.mode') === 'subscribe' && isSameText(query.get('hub.verify_token') ?? '', verifyToken);
  return isAllowed && /^[\w-]{1,200}$/.test(challenge)
    ? { type: 'handshake', answer: { status: 200, contentType: 'text/plain', body: challenge } }
    : { type: 'refused', reason: 'hub.verify_token is not WHATSAPP_VERIFY_TOKEN' };
}

/** Returns the values of all changes. Fields that aren't about messages have neither statuses nor messages. */
function changesIn(body: Buffer): readonly JsonObject[] | undefined {
  try {
    const json = JSON.parse(body.toString('utf8')) as JsonValue;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    return listIn((json as JsonObject).entry).flatMap(({ changes }) =>
      listIn(changes).map(({ value }) => objectIn(value)),
    );
  } catch {
    return undefined;
  }
}

const listIn = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.map(objectIn) : [];

const reportsIn = ({ statuses }: JsonObject): readonly CallbackReport[] =>
  listIn(statuses).flatMap((status) => {
    const { id, status: name, biz_opaque_callback_data: key, timestamp, errors } = status;
    const providerId = textIn(id);
    if (providerId === undefined || typeof name !== 'string') return [];
    const [error = {}] = listIn(errors);
    const details = textIn(objectIn(error.error_data).details) ?? textIn(error.title) ?? '';
    return [
      {
        ...(textIn(key) !== undefined && { key: textIn(key) as string }),
        providerId,
        ...outcomeOf(name, Number(error.code ?? 0)),
        ...addressIn(textIn(status.recipient_id) ?? textIn(status.recipient_user_id)),
        ...(error.code !== undefined && { reason: `WhatsApp reported ${String(error.code)}: ${details}` }),
        ...instantIn(timestamp),
        dedupe: `${providerId}:${name}`,
        raw: objectIn(storable(status)),
      },
    ];
  });

function outcomeOf(status: string, code: number): Pick<CallbackReport, 'status' | 'isPermanent'> {
  switch (status) {
    case 'delivered':
      return { status: 'delivered' };
    case 'read':
    case 'played':
      return { status: 'viewed' };
    case 'failed':
      return undeliveredBy(code);
    default:
      return { status: 'accepted' };
  }
}

const messagesIn = ({ messages, metadata, user_preferences: preferences }: JsonObject): readonly InboundMessage[] => {
  const to = textIn(objectIn(metadata).display_phone_number) ?? '';
  const written = listIn(messages).flatMap((message) => {
    const dedupe = textIn(message.id);
    const from = senderOf(message);
    const text = textOf(message);
    const keyword = keywordIn(text);
    const repliesTo = textIn(objectIn(message.context).id);
    if (dedupe === undefined || from === undefined || NOT_WRITTEN.has(message.type)) return [];
    const about = { ...(keyword && { keyword }), ...(repliesTo !== undefined && { repliesTo }) };
    return [
      {
        from,
        to: plusTo(to),
        text,
        ...about,
        ...instantIn(message.timestamp),
        dedupe,
        raw: objectIn(storable(message)),
      },
    ];
  });
  return [...written, ...listIn(preferences).flatMap((preference) => preferenceIn(preference, plusTo(to)))];
};

/** Messages that a user didn't write. */
const NOT_WRITTEN: ReadonlySet<JsonValue | undefined> = new Set(['reaction', 'system']);

/**
 * Returns which business-scoped IDs belong to which numbers, wherever Meta names both, and which ID replaces which. A
 * system message says that a user has a new ID, because they changed their number or for another reason.
 */
function linksIn({ messages, statuses, user_preferences: preferences }: JsonObject): readonly AddressLink[] {
  const pairs = [
    ...listIn(messages).flatMap(({ from, from_user_id: id, system }) => {
      const { user_id: next, previous_user_id: previous } = objectIn(system);
      return [
        [id, from],
        [previous, from],
        [next, previous ?? from],
      ] as const;
    }),
    ...listIn(statuses).map(({ recipient_user_id: id, recipient_id: number }) => [id, number] as const),
    ...listIn(preferences).map(({ user_id: id, wa_id: number }) => [id, number] as const),
  ];
  return pairs.flatMap(([id, address]) =>
    isBusinessScopedId(id) && typeof address === 'string' && address !== '' && address !== id
      ? [{ id, address: plusTo(address) }]
      : [],
  );
}

/** Turning marketing messages off or on in WhatsApp counts as the matching keyword. */
function preferenceIn(preference: JsonObject, to: string): readonly InboundMessage[] {
  const { wa_id: id, user_id: userId, value, timestamp, detail } = preference;
  const from = textIn(id) ?? textIn(userId);
  if (from === undefined || (value !== 'stop' && value !== 'resume')) return [];
  const keyword = value === 'stop' ? 'stop' : 'start';
  const dedupe = `${from}:${value}:${String(timestamp ?? '')}`;
  const around = { ...instantIn(timestamp), dedupe, raw: objectIn(storable(preference)) };
  return [{ from: plusTo(from), to, text: textIn(detail) ?? '', keyword, isAnswered: true, ...around }];
}

/** Returns the user's number or, for users who hide their number, their business-scoped ID. */
const senderOf = ({ from, from_user_id: userId }: JsonObject): string | undefined => {
  const given = textIn(from) ?? textIn(userId);
  return given === undefined ? undefined : plusTo(given);
};

function textOf({ text, button, interactive }: JsonObject): string {
  const { button_reply: reply, list_reply: choice } = objectIn(interactive);
  const found = [objectIn(text).body, objectIn(button).text, objectIn(reply).title, objectIn(choice).title];
  return found.map(textIn).find((each) => each !== undefined) ?? '';
}

const addressIn = (id: JsonValue | undefined) => {
  const given = textIn(id);
  return given === undefined ? {} : { address: plusTo(given) };
};

const plusTo = (number: string): string => {
  const digits = number.replace(/[\s()-]/g, '');
  return /^\d{7,15}$/.test(digits) ? `+${digits}` : number;
};

/** Meta sends seconds as a string. */
const instantIn = (timestamp: JsonValue | undefined) => {
  const seconds = Number(timestamp ?? Number.NaN);
  return Number.isSafeInteger(seconds) && seconds > 0 ? { at: seconds * 1_000 } : {};
};
