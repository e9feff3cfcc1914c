import { createHash } from 'node:crypto';
import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json.ts';
import { type Message, rejectField, type Translated } from '../translate.ts';
import { readProfile } from './profile.ts';
import { readDates } from './values.ts';

/** Translates a record of CleverTap's upload API: an event, a profile or a device token. */
export function translateRecord(record: JsonObject): Translated {
  const { type, ts } = record;
  const who = findUser(record);
  if (!who)
    return rejectField('identity', 'is missing, and so are objectId, FBID and GPID', 'give one of them, best identity');
  if (ts !== undefined && ts !== null && !isEpoch(ts))
    return rejectField('ts', 'is no time in seconds since 1970', 'give whole seconds in UTC, such as 1767225600');
  const about = { ...who, ...(isEpoch(ts) && { timestamp: Number(ts), messageId: digest(record, who) }) };
  switch (type) {
    case 'event':
      return translateEvent(record, about);
    case 'profile':
      return translateProfile(record, about);
    case 'token':
      return translateToken(record, about);
    default:
      return rejectField('type', 'is neither event, profile nor token', 'give one of them');
  }
}

type About = Pick<Message, 'userId' | 'anonymousId' | 'timestamp' | 'messageId'>;

const NAMES = { userId: 'identity', anonymousId: 'objectId', event: 'evtName', timestamp: 'ts' };

/**
 * An `identity` is a user ID. An `objectId` names a device, so it is an anonymous ID. IDs of Facebook and Google are
 * anonymous IDs too.
 */
function findUser({ identity, objectId, FBID, GPID }: JsonObject): About | undefined {
  const device = isGiven(objectId) ? objectId : undefined;
  if (isGiven(identity)) return { userId: identity, ...(device !== undefined && { anonymousId: device }) };
  if (device !== undefined) return { anonymousId: device };
  if (isName(FBID)) return { anonymousId: `FBID:${FBID}` };
  return isName(GPID) ? { anonymousId: `GPID:${GPID}` } : undefined;
}

const isName = (id: JsonValue | undefined): id is string | number =>
  (typeof id === 'string' && id !== '') || typeof id === 'number';

const isGiven = (id: JsonValue | undefined): boolean => id !== undefined && id !== null && id !== '';

const isEpoch = (ts: JsonValue | undefined): boolean =>
  (typeof ts === 'number' || typeof ts === 'string') && /^-?\d{1,11}$/.test(String(ts));

/**
 * Returns an ID of a record's content. The format has no message ID, and clients that try again send the same record,
 * with the same time. A record without a time gets none: every one counts.
 */
const digest = ({ type, ts, evtName, evtData, profileData, tokenData }: JsonObject, who: About): string =>
  `clevertap-${createHash('sha256')
    .update(JSON.stringify([who, type, ts, evtName, evtData, profileData, tokenData]))
    .digest('hex')}`;

function translateEvent({ evtName, evtData = {} }: JsonObject, about: About): Translated {
  if (!isObject(evtData)) return rejectField('evtData', 'is not an object', 'give the properties as an object');
  const message = { ...about, type: 'track', event: evtName, properties: readDates(evtData) } as const;
  return { type: 'message', message, names: { ...NAMES, properties: 'evtData' } };
}

function translateProfile({ profileData = {} }: JsonObject, about: About): Translated {
  if (!isObject(profileData))
    return rejectField('profileData', 'is not an object', 'give the properties of the profile as an object');
  const profile = readProfile(profileData);
  return profile.type === 'refused'
    ? { type: 'rejected', flaw: profile.flaw }
    : {
        type: 'message',
        message: { ...about, type: 'identify', traits: profile.traits },
        names: { ...NAMES, traits: 'profileData' },
      };
}

function translateToken({ tokenData }: JsonObject, about: About): Translated {
  if (!isObject(tokenData)) return rejectField('tokenData', 'is not an object', 'give {id, type}');
  const { id, type } = tokenData;
  if (typeof id !== 'string' || id.trim() === '') return rejectField('tokenData.id', 'is missing', 'give the token');
  if (type === undefined || type === null)
    return rejectField('tokenData.type', 'is missing', 'give fcm or apns, whichever issued the token');
  const platform = PLATFORMS.get(String(type).toLowerCase());
  if (platform === undefined)
    return rejectField(
      'tokenData.type',
      'is not fcm, gcm or apns',
      'subscribe browsers again, by PUT /v1/users/{userId}/devices: a subscription only works with the VAPID key that it was made with',
    );
  const device = { token: id, type: platform };
  return { type: 'message', message: { ...about, type: 'identify', context: { device } }, names: NAMES };
}

/** Platforms by the type of a token. FCM's are of any platform. */
const PLATFORMS = new Map([
  ['fcm', ''],
  ['gcm', 'android'],
  ['apns', 'ios'],
]);
