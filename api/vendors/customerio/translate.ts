import { isObject, type JsonObject } from '../../../journey/base/json.ts';
import { MESSAGE_CHANNELS } from '../../../journey/delivery/channels/index.ts';
import { rejectField, type Translated } from '../translate.ts';

/** Translates attributes of a customer into an identify. */
export function translateCustomer(userId: string, attributes: JsonObject): Translated {
  const { _update: _, anonymous_id: anonymousId, ...traits } = attributes;
  return {
    type: 'message',
    message: { type: 'identify', userId, anonymousId, traits: { ...traits, ...consentIn(traits) } },
    names: { anonymousId: 'anonymous_id' },
  };
}

/** `unsubscribed: true` is a no for every channel. False isn't a yes: it only takes that no back. */
const consentIn = ({ unsubscribed }: JsonObject): JsonObject => {
  if (unsubscribed === true || unsubscribed === 'true') return consentOf(false);
  return unsubscribed === false || unsubscribed === 'false' ? consentOf(null) : {};
};

const consentOf = (said: false | null): JsonObject => ({
  consent: Object.fromEntries(Object.keys(MESSAGE_CHANNELS).map((channel) => [channel, said])),
});

/** Translates `suppress` and `unsuppress`: a no for every channel, and taking it back. */
export const translateSuppression = (userId: string, said: 'suppress' | 'unsuppress'): Translated => ({
  type: 'message',
  message: { type: 'identify', userId, traits: consentOf(said === 'suppress' ? false : null) },
});

/** Translates an event, of a customer or of an anonymous visitor. */
export function translateEvent(userId: string | undefined, given: JsonObject): Translated {
  const { type = 'event', name, data = {}, timestamp, id, anonymous_id: anonymousId } = given;
  if (!isObject(data)) return rejectField('data', 'is not an object', 'give the data of the event as an object');
  if (userId === undefined && (anonymousId === undefined || anonymousId === null || anonymousId === ''))
    return rejectField('anonymous_id', 'is missing', 'give anonymous_id, or send the event of a customer');
  const about = { userId, anonymousId, timestamp: readTime(timestamp), messageId: id ?? undefined };
  const names = { ...NAMES, anonymousId: 'anonymous_id' };
  if (type === 'page' || type === 'screen')
    return { type: 'message', message: { ...about, type, name, properties: data }, names };
  return { type: 'message', message: { ...about, type: 'track', event: name, properties: data }, names };
}

const NAMES = { event: 'name', properties: 'data', messageId: 'id' };

/** Seconds since 1970 may come as text. */
const readTime = (timestamp: unknown): unknown =>
  typeof timestamp === 'string' && /^\d{1,11}$/.test(timestamp) ? Number(timestamp) : timestamp;

/** Translates a device of a customer. */
export function translateDevice(userId: string, { device }: JsonObject): Translated {
  if (!isObject(device)) return rejectField('device', 'is not an object', 'give {id, platform}');
  const { id, platform } = device;
  if (typeof id !== 'string' || id.trim() === '') return rejectField('device.id', 'is missing', 'give the token');
  return {
    type: 'message',
    message: { type: 'identify', userId, context: { device: { token: id, type: platform } } },
  };
}
