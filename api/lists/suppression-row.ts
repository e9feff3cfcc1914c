import { storableText } from '../../channels/storable.ts';
import type { JsonObject, JsonValue } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import { normalizeAddress } from '../../journey/delivery/address.ts';
import { isBusinessScopedId } from '../../journey/delivery/business-id.ts';
import { MessageChannel } from '../../journey/delivery/channel.ts';
import { addressKindOf, addressTraitOf } from '../../journey/delivery/channels/address-of.ts';
import { isDeviceChannel } from '../../journey/delivery/device.ts';
import { readPhoneNumber } from '../../journey/delivery/phone-number.ts';
import { SUPPRESSION_REASONS, type SuppressionReason } from '../../journey/people/suppression.ts';
import { readInstant } from '../../journey/time/time.ts';
import type { Suppressing } from '../../store/people/suppressions.ts';
import type { RowFlaw } from './import-rows.ts';

/** Returns whether the profile has the channel's addresses. */
export const hasAddresses = (channel: MessageChannel): boolean =>
  addressTraitOf(channel) !== null && !isDeviceChannel(channel);

const IMPORTED_REASONS = SUPPRESSION_REASONS.filter((reason) => reason !== 'erased');

/** Reads a row of an import of suppressions. A doubtful address is refused, since it could belong to another user. */
export function readSuppressing({ channel, address, reason, detail, until }: JsonObject): Suppressing | RowFlaw {
  const to = readTarget(channel, address);
  if ('fix' in to) return to;
  const why = readReason(reason);
  if (why === undefined) return { reason: 'the reason is unknown', fix: `use ${IMPORTED_REASONS.join(', ')}` };
  const ends = isBlank(until) ? null : readInstant(until, 'UTC');
  if (ends === undefined) return { reason: '"until" is not a valid time', fix: 'write it as 2027-01-31T00:00:00Z' };
  return {
    ...to,
    reason: why,
    detail: isBlank(detail) ? null : storableText(String(detail).slice(0, MOST.name)),
    until: ends,
  };
}

function readTarget(
  channel: JsonValue | undefined,
  address: JsonValue | undefined,
): Pick<Suppressing, 'channel' | 'address'> | RowFlaw {
  const on = MessageChannel.safeParse(isBlank(channel) && isEmail(address) ? 'email' : channel).data;
  if (on === undefined || !hasAddresses(on))
    return { reason: 'the channel is missing or unknown', fix: 'use email, sms or whatsapp' };
  const normalized = readAddress(on, address);
  return normalized === undefined || normalized.length > MOST.recipient
    ? {
        reason: `this is not a valid address for the channel "${on}"`,
        fix: on === 'email' ? 'write it as ada@example.com' : 'write the number with its country code: +31612345678',
      }
    : { channel: on, address: normalized };
}

const isEmail = (given: JsonValue | undefined): given is string =>
  typeof given === 'string' && /^[^\s\0@]+@[^\s\0@]+$/.test(given.trim());

function readAddress(channel: MessageChannel, given: JsonValue | undefined): string | undefined {
  const kind = addressKindOf(channel);
  if (kind !== 'phone') return isEmail(given) ? normalizeAddress(kind, given) : undefined;
  // an export writes an apostrophe before a plus sign, so that no spreadsheet takes it for a formula
  const number = typeof given === 'string' ? given.replace(/^'(?=\+)/, '') : given;
  return normalizeAddress(kind, isBusinessScopedId(number) ? number : readPhoneNumber(number, undefined));
}

const readReason = (reason: JsonValue | undefined): SuppressionReason | undefined =>
  isBlank(reason) ? 'manual' : IMPORTED_REASONS.find((each) => each === reason);

const isBlank = (value: JsonValue | undefined): value is undefined | null | '' =>
  value === undefined || value === null || value === '';
