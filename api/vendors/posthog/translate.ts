import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json.ts';
import type { Instant } from '../../../journey/time/time.ts';
import { type Message, rejectField, type Translated } from '../translate.ts';

/** Translates an event of PostHog's clients. */
export function translateEvent(record: JsonObject, receivedAt: Instant): Translated {
  const { event } = record;
  const properties = record.properties ?? {};
  if (!isObject(properties))
    return rejectField('properties', 'is not an object', 'give the properties of the event as an object');
  if (event === '$groupidentify') return { type: 'ignored', messageType: 'group' };
  const id = record.distinct_id ?? properties.distinct_id;
  if (id === undefined || id === null || id === '')
    return rejectField('distinct_id', 'is missing', "give the user's ID as distinct_id");

  const set = record.$set ?? properties.$set ?? {};
  if (!isObject(set)) return rejectField('$set', 'is not an object', 'give the traits of the user as an object');
  const about = {
    ...(isAnonymous(event, id, properties) ? { anonymousId: id } : { userId: id }),
    ...timesOf(record, receivedAt),
    messageId: record.uuid ?? properties.$insert_id,
    context: { timezone: properties.$timezone },
  };
  const names = { ...NAMES, traits: '$set' };
  const message = { ...about, ...translateName(event, properties, set) };
  return message.type === 'track' || message.type === 'page' || message.type === 'screen'
    ? { type: 'message', message, traits: set, names }
    : { type: 'message', message, names };
}

const NAMES = { userId: 'distinct_id', anonymousId: 'distinct_id', messageId: 'uuid' };

type Named = Omit<Message, 'userId' | 'messageId' | 'timestamp' | 'sentAt' | 'context'>;

/** Translates PostHog's own events. The names of others lose their `$`, which is reserved for events of Sojourn. */
function translateName(event: JsonValue | undefined, properties: JsonObject, traits: JsonObject): Named {
  switch (event) {
    case '$identify':
      return { type: 'identify', traits, anonymousId: properties.$anon_distinct_id };
    case '$set':
      return { type: 'identify', traits };
    case '$create_alias':
    case '$merge_dangerously':
      return { type: 'alias', previousId: properties.alias };
    case '$pageview':
      return { type: 'page', properties: withoutSetting(properties) };
    case '$screen':
      return { type: 'screen', name: properties.$screen_name, properties: withoutSetting(properties) };
    default:
      return {
        type: 'track',
        event: typeof event === 'string' ? event.replace(/^\$+/, '') : event,
        properties: withoutSetting(properties),
      };
  }
}

/** Leaves out the key, and what has become traits. */
function withoutSetting({ token: _, api_key: __, $set: ___, ...properties }: JsonObject): JsonObject {
  return properties;
}

/** Returns whether an ID belongs to a device of a user who isn't known yet. Only the clients' own word counts. */
const isAnonymous = (event: JsonValue | undefined, id: JsonValue, properties: JsonObject): boolean => {
  if (event === '$identify' || event === '$create_alias') return false;
  const { $is_identified: isIdentified, $device_id: device, $process_person_profile: hasProfile } = properties;
  return isIdentified === undefined ? device === id || hasProfile === false : isIdentified === false;
};

/** The browser's client says how long ago an event happened, in ms, which needs no clock to be right. */
function timesOf({ timestamp, offset }: JsonObject, receivedAt: Instant): Pick<Message, 'timestamp' | 'sentAt'> {
  if (timestamp !== undefined && timestamp !== null) return { timestamp };
  return typeof offset === 'number' ? { timestamp: receivedAt - offset, sentAt: receivedAt } : {};
}
