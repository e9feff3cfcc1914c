import { isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import { jsonBytes } from '../base/json-bytes.ts';
import { PROFILE_BYTES } from '../base/limits.ts';
import type { Surroundings } from '../conditions/condition.ts';
import { type Channel, isMessageChannel } from '../delivery/channel.ts';
import type { MessageChannelDefinition } from '../delivery/channels/define.ts';
import { MESSAGE_CHANNELS } from '../delivery/channels/index.ts';
import { isDeviceChannel, type Reach } from '../delivery/device.ts';
import { type DateOrder, type Instant, readZone } from '../time/time.ts';

/** Traits that Sojourn itself reads. All other traits are the company's own. */

/** The trait that ingest fills with the time zone of the user's device, which clients send in their context. */
export const DEVICE_ZONE = '$timezone';
/** The traits with a user's time zone, their own first. */
export const ZONE_TRAITS = ['timezone', DEVICE_ZONE] as const;

/** Returns the IANA zone to use: the user's, else their device's, else the journey's, else UTC (design.md §7.6). */
export const zoneOf = (profile: JsonObject, journeyZone: string | undefined): string =>
  ownZoneOf(profile) ?? journeyZone ?? 'UTC';

/** Returns the user's IANA zone, by their own trait or their device; undefined if neither can be read. */
export function ownZoneOf(profile: JsonObject): string | undefined {
  for (const trait of ZONE_TRAITS) {
    const value = profile[trait];
    const zone = typeof value === 'string' ? readZone(value) : undefined;
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/** The settings of a journey by which it reads dates. */
export interface DateSettings {
  readonly timeZone?: string | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

/** Returns what conditions go by at an instant: the user's time zone, and the journey's way to write dates. */
export const surroundingsOf = (
  profile: JsonObject,
  { timeZone, dateOrder }: DateSettings,
  now: Instant,
): Surroundings => ({
  now,
  zone: zoneOf(profile, timeZone),
  dateOrder,
});

/** Returns a user's display name: `name`, else `firstName` and `lastName`; null if neither is set. */
export function calledIn({ name, firstName, lastName }: JsonObject): string | null {
  if (typeof name === 'string' && name !== '') return name;
  const both = [firstName, lastName].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return both === '' ? null : both;
}

/**
 * Returns a user's address for a channel; undefined if the profile has none that is usable. In-app needs none and
 * returns an empty text. `country` is the journey's `phoneCountry`.
 */
export function addressOf(profile: JsonObject, channel: Channel, country?: string): string | undefined {
  if (!isMessageChannel(channel)) return '';
  const { address, ...definition }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  if (address === null) return '';
  const value = profile[address];
  return value === undefined || value === null ? undefined : readAddress(definition, value, country);
}

function readAddress(
  {
    readAddress: read,
    isObjectAddress = false,
    findAddressFault = () => undefined,
  }: Omit<MessageChannelDefinition, 'address'>,
  value: JsonValue,
  country: string | undefined,
): string | undefined {
  if (read) return read(value, country);
  if (isObject(value)) return isObjectAddress ? JSON.stringify(value) : undefined;
  return typeof value === 'string' && value.trim() !== '' && findAddressFault(value) === undefined
    ? value.trim()
    : undefined;
}

/**
 * Returns whether a message can reach the user: by a device that the store knows, or else by the profile's address.
 */
export const isReachable = (profile: JsonObject, channel: Channel, reach: Reach = {}, country?: string): boolean =>
  reach[channel] ?? addressOf(profile, channel, country) !== undefined;

/**
 * Describes why `addressOf` finds no address. Names the trait and the kind of its value, never the value, which may be
 * personal.
 */
export function describeNoAddress(profile: JsonObject, channel: Channel, country?: string): string {
  const trait = isMessageChannel(channel) ? MESSAGE_CHANNELS[channel].address : null;
  if (trait === null) return `${channel} needs no address`;
  const value = profile[trait];
  const kind = kindOf(value);
  const missing = `profile.${trait} is ${kind}`;
  if (isDeviceChannel(channel))
    return kind === 'empty' || kind === 'missing' ? `no device, and ${missing}` : 'no live device';
  if (kind === 'empty' || kind === 'missing') return missing;
  const isNational = trait === 'phone' && country === undefined && typeof value === 'string' && !/^\s*\+/.test(value);
  const fix = isNational ? '; without a country code, it needs the journey’s phoneCountry' : '';
  return `profile.${trait} is ${kind}${typeof value === 'boolean' ? ', which' : ' that'} isn’t ${NOUNS[trait] ?? 'an address'}${whyNoAddress(channel, value)}${fix}`;
}

/** Returns what is wrong with a text that isn't an address, if its channel can say. */
function whyNoAddress(channel: Channel, value: JsonValue | undefined): string {
  if (!isMessageChannel(channel) || typeof value !== 'string') return '';
  const { findAddressFault }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  const fault = findAddressFault?.(value);
  return fault === undefined ? '' : `: ${fault}`;
}

const NOUNS: Readonly<Record<string, string>> = { phone: 'a phone number', email: 'an email address' };

function kindOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return 'missing';
  if (typeof value === 'string') return value.trim() === '' ? 'empty' : 'a text';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'true or false' : 'a number';
}

/**
 * Returns a profile with changed traits. Null removes a trait. Consent is merged channel by channel, as in the store.
 */
export function withTraits(profile: JsonObject, changes: JsonObject): JsonObject {
  const both = { ...profile, ...changes };
  if (isObject(profile.consent) && isObject(changes.consent)) both.consent = { ...profile.consent, ...changes.consent };
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== null));
}

/** Returns the size in bytes of a changed profile if the change exceeds the limit; undefined if it is allowed. */
export function excessOf(profile: JsonObject, changes: JsonObject): number | undefined {
  const bytes = jsonBytes(withTraits(profile, changes));
  return bytes > PROFILE_BYTES && bytes > jsonBytes(profile) ? bytes : undefined;
}
