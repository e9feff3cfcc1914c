import type { JsonObject } from '../base/json.ts';
import { normalizeAddress } from '../delivery/address.ts';
import { type Channel, isMessageChannel, type MessageChannel } from '../delivery/channel.ts';
import { addressKindOf, addressTraitOf } from '../delivery/channels/address-of.ts';
import { isDeviceChannel } from '../delivery/device.ts';
import type { Instant } from '../time/time.ts';
import { addressOf } from './profile.ts';

/**
 * Reasons to send nothing to an address. `hard-bounce`: it doesn't exist. `soft-bounces`: it bounced too often.
 * `complaint`: its owner marked a message as spam. `erased`: its owner was erased. `manual`: an operator or an import.
 */
export const SUPPRESSION_REASONS = ['hard-bounce', 'complaint', 'soft-bounces', 'erased', 'manual'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

/** An address to which nothing is sent on a channel. */
export interface Suppression {
  readonly channel: MessageChannel;
  /** Normalized: see `normalizeAddress`. */
  readonly address: string;
  readonly reason: SuppressionReason;
  /** Null: for good. */
  readonly until: Instant | null;
}

/** After this many temporary bounces of an address within the time, it is suppressed for a while. */
export const SOFT_BOUNCES = { most: 5, withinMs: 30 * 86_400_000, forMs: 90 * 86_400_000 } as const;

/**
 * Returns whether a suppression bars transactional messages too. A complaint or an erasure doesn't: its owner may still
 * need a receipt.
 */
export const barsTransactional = (reason: SuppressionReason): boolean => reason !== 'complaint' && reason !== 'erased';

interface Addressing {
  readonly channel: Channel;
  readonly transactional: boolean;
  /** The journey's `phoneCountry`. */
  readonly country?: string | undefined;
}

/** Returns the suppression that bars a message to the user's address; undefined if none does. */
export function findSuppression(
  profile: JsonObject,
  suppressions: readonly Suppression[],
  { channel, transactional, country }: Addressing,
  now: Instant,
): Suppression | undefined {
  if (suppressions.length === 0) return undefined;
  const address = normalizedAddressOf(profile, channel, country);
  return suppressions.find(
    (each) =>
      each.channel === channel &&
      each.address === address &&
      (each.until === null || each.until > now) &&
      (!transactional || barsTransactional(each.reason)),
  );
}

/**
 * Returns the user's address for a channel in the form in which addresses are compared. `country` is the journey's
 * `phoneCountry`, to which a phone number without a country code belongs.
 */
export function normalizedAddressOf(profile: JsonObject, channel: Channel, country?: string): string | undefined {
  if (!isMessageChannel(channel)) return undefined;
  const trait = addressTraitOf(channel);
  if (trait === null || isDeviceChannel(channel)) return undefined;
  const kind = addressKindOf(channel);
  return normalizeAddress(kind, kind === 'phone' ? addressOf(profile, channel, country) : profile[trait]);
}

/** Lists addresses that only a reading of the numbering plans tells: phone numbers that aren't written in E.164. */
export const listNationalAddresses = (
  profile: JsonObject,
  channels: readonly MessageChannel[],
  country: string | undefined,
): readonly { readonly channel: MessageChannel; readonly address: string }[] =>
  channels.flatMap((channel) => {
    if (addressKindOf(channel) !== 'phone') return [];
    const address = normalizedAddressOf(profile, channel, country);
    const alone = normalizeAddress('phone', profile[addressTraitOf(channel) ?? '']);
    return address === undefined || address === alone ? [] : [{ channel, address }];
  });
