import { isObject, type JsonObject } from '../base/json.ts';
import { jsonBytes } from '../base/json-bytes.ts';
import { PROFILE_BYTES } from '../base/limits.ts';
import { type Channel, isMessageChannel } from '../delivery/channel.ts';
import type { MessageChannelDefinition } from '../delivery/channels/define.ts';
import { MESSAGE_CHANNELS } from '../delivery/channels/index.ts';
import { isTimeZone } from '../time/time.ts';

/** The traits that the product itself reads; all others are the company's own. */

/** User, then journey, then UTC (design.md §7.6). */
export const zoneOf = (profile: JsonObject, journeyZone: string | undefined): string => {
  const own = profile.timezone;
  return typeof own === 'string' && isTimeZone(own) ? own : (journeyZone ?? 'UTC');
};

/** What somebody is called, if their profile says so: `name`, else `firstName` and `lastName`. */
export function calledIn({ name, firstName, lastName }: JsonObject): string | null {
  if (typeof name === 'string' && name !== '') return name;
  const both = [firstName, lastName].filter((part) => typeof part === 'string' && part !== '').join(' ');
  return both === '' ? null : both;
}

/** True unless the person has said no: `consent: {sms: false}`. */
export function hasConsent(profile: JsonObject, channel: Channel): boolean {
  const consent = profile.consent;
  return !(isObject(consent) && Object.hasOwn(consent, channel) && consent[channel] === false);
}

/** The address for a channel; undefined if the profile has none that can be used. In-app needs none. */
export function addressOf(profile: JsonObject, channel: Channel): string | undefined {
  if (!isMessageChannel(channel)) return '';
  const { address, isAddress = () => true }: MessageChannelDefinition = MESSAGE_CHANNELS[channel];
  if (address === null) return '';
  const value = profile[address];
  if (isObject(value)) return JSON.stringify(value);
  return typeof value === 'string' && value.trim() !== '' && isAddress(value) ? value.trim() : undefined;
}

/** Null removes a trait; consent is merged channel by channel, as the store does. */
export function withTraits(profile: JsonObject, changes: JsonObject): JsonObject {
  const both = { ...profile, ...changes };
  if (isObject(profile.consent) && isObject(changes.consent)) both.consent = { ...profile.consent, ...changes.consent };
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== null));
}

/**
 * How large a profile would be, where a change would make it larger than it may be; undefined where the change can be
 * made.
 */
export function excessOf(profile: JsonObject, changes: JsonObject): number | undefined {
  const bytes = jsonBytes(withTraits(profile, changes));
  return bytes > PROFILE_BYTES && bytes > jsonBytes(profile) ? bytes : undefined;
}
