import { isObject, type JsonObject, type JsonValue } from '../../../journey/base/json.ts';
import type { Flaw } from '../../../journey/base/refusal.ts';
import type { MessageChannel } from '../../../journey/delivery/channel.ts';
import { readDate, readDates } from './values.ts';

/** CleverTap's names of traits that have a meaning here. All other traits keep their names. */
const TRAITS = new Map([
  ['Name', 'name'],
  ['Email', 'email'],
  ['Phone', 'phone'],
  ['Tz', 'timezone'],
]);

/** Flags of a profile that say what its user allows. */
const FLAGS = new Map<string, { readonly channels: readonly MessageChannel[]; readonly isNo?: true }>([
  ['MSG-email', { channels: ['email'] }],
  ['MSG-sms', { channels: ['sms'] }],
  ['MSG-whatsapp', { channels: ['whatsapp'] }],
  ['MSG-push', { channels: ['push', 'webPush'] }],
  ['MSG-dndEmail', { channels: ['email'], isNo: true }],
  ['MSG-dndPhone', { channels: ['sms', 'whatsapp'], isNo: true }],
]);

type Profile =
  | { readonly type: 'read'; readonly traits: JsonObject }
  | { readonly type: 'refused'; readonly flaw: Flaw };

/** Reads `profileData` as traits. Refuses changes that depend on the value before, such as `$add`. */
export function readProfile(profileData: JsonObject): Profile {
  const traits: Record<string, JsonValue> = {};
  for (const [name, given] of Object.entries(profileData)) {
    const value = readChange(given);
    if (value === undefined)
      return { type: 'refused', flaw: { path: `profileData.${name}`, ...describeOperator(given) } };
    if (!FLAGS.has(name)) traits[TRAITS.get(name) ?? name] = name === 'DOB' ? readDay(given, value) : value;
  }
  const consent = { ...(isObject(traits.consent) ? traits.consent : {}), ...readConsent(profileData) };
  return { type: 'read', traits: { ...traits, ...(Object.keys(consent).length > 0 && { consent }) } };
}

/** Reads what the flags of a profile say. Not to be disturbed is a no; the opposite isn't a yes. */
function readConsent(profileData: JsonObject): JsonObject {
  const said = Object.entries(profileData).flatMap(([name, given]) => {
    const { channels = [], isNo = false } = FLAGS.get(name) ?? {};
    const value = readChange(given) ?? null;
    return isNo && value !== true ? [] : channels.map((channel) => [channel, isNo ? false : value] as const);
  });
  return Object.fromEntries(said);
}

/** Returns what a property is set to: null to remove it, undefined if that depends on the value before. */
function readChange(given: JsonValue): JsonValue | undefined {
  if (isObject(given)) {
    const operator = operatorOf(given);
    if (operator === '$delete') return null;
    if (operator === '$set') return readDates({ value: given.$set ?? null }).value;
    if (operator !== undefined) return undefined;
  }
  return readDates({ value: given }).value;
}

const OPERATORS = ['$set', '$delete', '$add', '$remove', '$incr', '$decr'];

/** Returns the operator that is the only member of a value. */
function operatorOf(value: JsonObject): string | undefined {
  const [name = '', ...more] = Object.keys(value);
  return more.length === 0 && OPERATORS.includes(name) ? name : undefined;
}

const describeOperator = (given: JsonValue) => ({
  message: `is changed by ${isObject(given) ? operatorOf(given) : ''}, which depends on the value before`,
  fix: 'send the whole new value',
});

/** A birthday is a date of the calendar: no time zone moves it. */
const readDay = (given: JsonValue, value: JsonValue): JsonValue => readDate(given)?.slice(0, 10) ?? value;
