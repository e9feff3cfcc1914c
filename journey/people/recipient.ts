import type { JsonObject, JsonValue } from '../base/json.ts';
import { type Channel, isMessageChannel } from '../delivery/channel.ts';
import { addressTraitOf } from '../delivery/channels/address-of.ts';
import type { Reach } from '../delivery/device.ts';
import { readZone, toIso } from '../time/time.ts';
import { type ConsentAnswer, type ConsentFacts, isConsentMalformed, judgeConsent } from './consent.ts';
import { addressOf, describeNoAddress, isReachable } from './profile.ts';
import { findSuppression, type Suppression } from './suppression.ts';

/** Everything known about a recipient. Read under the user's lock, at the decision and again at the claim. */
export interface RecipientFacts extends ConsentFacts {
  /** Suppressions of the user's addresses. */
  readonly suppressions?: readonly Suppression[] | undefined;
  /** Channels with devices, and whether the user has a live one. Absent unless the version sends to devices. */
  readonly reach?: Reach | undefined;
}

/** The parts of a message that say whether its recipient may get it. */
export interface Addressed {
  readonly channel: Channel;
  readonly topic?: string | undefined;
  readonly transactional: boolean;
}

/** Why a recipient can't get a message: the rule, and the values it read. */
export interface RecipientBar {
  readonly outcome: 'suppressed' | 'unreachable';
  readonly rule: string;
  readonly read: Readonly<Record<string, JsonValue>>;
  /** The reason in words, for a message that was already decided. */
  readonly detail: string;
}

/**
 * Returns why a recipient can't get a message: consent first, then suppression, then address (design.md §8). Undefined
 * if they can. The decision and the claim both ask this. `country` is the journey's `phoneCountry`.
 */
export function findRecipientBar(
  facts: RecipientFacts,
  message: Addressed,
  country?: string | undefined,
): RecipientBar | undefined {
  const { channel, transactional } = message;
  if (!isMessageChannel(channel)) return undefined;
  const consent: ConsentAnswer = transactional ? { type: 'yes' } : judgeConsent(facts, { ...message, channel });
  if (consent.type === 'no') {
    const { rule, read } = consent;
    return { outcome: 'suppressed', rule, read, detail: `${CONSENT_WORDS[rule]} for ${channel}` };
  }
  const suppressed = findSuppression(facts.profile, facts.suppressions ?? [], { ...message, country }, facts.now);
  if (suppressed) {
    const { reason, until } = suppressed;
    const read = { channel, reason, ...(until !== null && { until: toIso(until) }) };
    return { outcome: 'suppressed', rule: 'address-suppressed', read, detail: `the address is suppressed: ${reason}` };
  }
  if (isReachable(facts.profile, channel, facts.reach, country)) return undefined;
  const detail = describeNoAddress(facts.profile, channel, country);
  const rule = isAbsent(facts.profile[addressTraitOf(channel) ?? '']) ? 'no-address' : 'address-malformed';
  return { outcome: 'unreachable', rule, read: { channel, detail }, detail };
}

const CONSENT_WORDS = {
  'no-consent': 'no consent',
  'consent-paused': 'paused',
  'consent-malformed': 'the consent trait isn’t true or false',
} as const;

const isAbsent = (value: JsonValue | undefined): value is undefined | null | string =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Returns whether the profile's time zone isn't one. The journey's zone is used instead, and the flaw reported. */
export const isZoneMalformed = ({ timezone }: JsonObject): boolean =>
  !isAbsent(timezone) && !(typeof timezone === 'string' && readZone(timezone) !== undefined);

/** Lists the traits of a profile that decide about sends and can't be read. */
export function listMalformedTraits(
  profile: JsonObject,
  channels: readonly Channel[],
  country?: string,
): readonly string[] {
  const addresses = channels.filter(isMessageChannel).flatMap((channel) => {
    const trait = addressTraitOf(channel);
    return trait !== null && !isAbsent(profile[trait]) && addressOf(profile, channel, country) === undefined
      ? [trait]
      : [];
  });
  return [
    ...new Set([
      ...(isConsentMalformed(profile) ? ['consent'] : []),
      ...(isZoneMalformed(profile) ? ['timezone'] : []),
      ...addresses,
    ]),
  ];
}
