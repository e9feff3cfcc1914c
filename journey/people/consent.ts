import { isObject, type JsonObject, type JsonValue } from '../base/json.ts';
import type { MessageChannel } from '../delivery/channel.ts';
import { type ConsentModes, consentModeOf } from '../delivery/consent-modes.ts';
import type { TopicSetting } from '../delivery/settings.ts';
import { type Instant, toIso } from '../time/time.ts';

/** A user's last word about a channel, or about one topic of it. */
export interface Consent {
  readonly channel: MessageChannel;
  /** Null: the whole channel. */
  readonly topic: string | null;
  /** Null: neither yes nor no, such as for a user who only paused. */
  readonly state: 'yes' | 'no' | null;
  /** The user wants nothing until then. */
  readonly pausedUntil: Instant | null;
}

/** Everything that a decision about consent reads. */
export interface ConsentFacts {
  readonly profile: JsonObject;
  readonly consents?: readonly Consent[] | undefined;
  readonly consentModes?: ConsentModes | undefined;
  /** The workspace's topics, some of which need a yes of their own. */
  readonly topics?: readonly Pick<TopicSetting, 'id' | 'default'>[] | undefined;
  readonly now: Instant;
}

export type ConsentAnswer =
  | { readonly type: 'yes' }
  | {
      readonly type: 'no';
      readonly rule: 'no-consent' | 'consent-paused' | 'consent-malformed';
      readonly read: Readonly<Record<string, JsonValue>>;
    };

/**
 * Returns whether a user allows a message. The store and the virtual world both decide by this rule (case M1):
 *
 * 1. A `consent` trait that isn't an object, or an entry for the channel that isn't true or false, is a no, and is
 *    reported.
 * 2. A no is a no wherever it is: in the trait, for the channel, or for the message's topic. So is a pause.
 * 3. A channel that is `opt-in` needs a yes: in the trait, for the channel, or for the message's topic.
 * 4. A topic that is `opt-in` needs a yes to the topic.
 */
export function judgeConsent(
  { profile, consents = [], consentModes = {}, topics = [], now }: ConsentFacts,
  { channel, topic }: { readonly channel: MessageChannel; readonly topic?: string | undefined },
): ConsentAnswer {
  const trait = readTrait(profile, channel);
  if (trait.type === 'malformed') return { type: 'no', rule: 'consent-malformed', read: trait.read };
  if (trait.type === 'no') return { type: 'no', rule: 'no-consent', read: { [`profile.consent.${channel}`]: false } };
  const said = consents.filter((each) => each.channel === channel && (each.topic === null || each.topic === topic));
  const no = said.find(({ state }) => state === 'no');
  if (no) return { type: 'no', rule: 'no-consent', read: readOf(no) };
  const paused = said.find(({ pausedUntil }) => pausedUntil !== null && pausedUntil > now);
  if (paused?.pausedUntil)
    return { type: 'no', rule: 'consent-paused', read: { ...readOf(paused), until: toIso(paused.pausedUntil) } };
  const isYes = trait.type === 'yes' || said.some(({ state }) => state === 'yes');
  if (consentModeOf(consentModes, channel) === 'opt-in' && !isYes)
    return { type: 'no', rule: 'no-consent', read: { channel, ...(topic !== undefined && { topic }), mode: 'opt-in' } };
  const isTopicOptIn = topics.some((each) => each.id === topic && each.default === 'opt-in');
  if (isTopicOptIn && !said.some((each) => each.topic === topic && each.state === 'yes'))
    return { type: 'no', rule: 'no-consent', read: { channel, topic: topic ?? null, mode: 'opt-in' } };
  return { type: 'yes' };
}

/** Returns whether a profile alone allows a channel that doesn't need a yes, for previews of made-up users. */
export const hasConsent = (profile: JsonObject, channel: MessageChannel): boolean =>
  !['no', 'malformed'].includes(readTrait(profile, channel).type);

/** A user's new word about a channel or topic. A field that is left out stays as it is. */
export interface ConsentSaid {
  readonly channel: MessageChannel;
  /** Left out: the whole channel. */
  readonly topic?: string | undefined;
  readonly state?: 'yes' | 'no' | undefined;
  /** Null ends a pause. */
  readonly pausedUntil?: Instant | null | undefined;
}

/**
 * Returns the `consent` trait that follows from what a user said about whole channels, so that conditions and segments
 * see it. Undefined if nothing changes. A trait that can't be read stays, since it is a no for every channel.
 */
export function traitsOfConsent({ consent }: JsonObject, changes: readonly ConsentSaid[]): JsonObject | undefined {
  if (consent !== undefined && consent !== null && !isObject(consent)) return undefined;
  const said = new Map(
    changes.flatMap(({ channel, topic, state }) =>
      state === undefined || topic !== undefined ? [] : [[channel, state === 'yes'] as const],
    ),
  );
  const changed = [...said].filter(([channel, is]) => !isObject(consent) || consent[channel] !== is);
  return changed.length === 0 ? undefined : { consent: Object.fromEntries(changed) };
}

/** Returns the properties of the event `$consent.changed`. */
export const consentProperties = ({
  channel,
  topic,
  state,
  pausedUntil,
  source,
}: ConsentSaid & { readonly source: string }): JsonObject => ({
  channel,
  topic: topic ?? null,
  ...(state !== undefined && { state }),
  ...(pausedUntil !== undefined && { pausedUntil: pausedUntil === null ? null : toIso(pausedUntil) }),
  source,
});

const readOf = ({ channel, topic }: Consent): Readonly<Record<string, JsonValue>> => ({
  channel,
  ...(topic !== null && { topic }),
});

type Trait =
  | { readonly type: 'yes' | 'no' | 'unsaid' }
  | { readonly type: 'malformed'; readonly read: Readonly<Record<string, JsonValue>> };

/** Reads the profile's `consent` trait for a channel. Null counts as unsaid, as for every trait. */
function readTrait({ consent }: JsonObject, channel: string): Trait {
  if (consent === undefined || consent === null) return { type: 'unsaid' };
  if (!isObject(consent)) return { type: 'malformed', read: { 'profile.consent': typeName(consent) } };
  const said = Object.hasOwn(consent, channel) ? consent[channel] : null;
  if (said === undefined || said === null) return { type: 'unsaid' };
  if (typeof said === 'boolean') return { type: said ? 'yes' : 'no' };
  return { type: 'malformed', read: { [`profile.consent.${channel}`]: typeName(said) } };
}

/** Returns whether the profile's `consent` trait can't be read for some channel. */
export const isConsentMalformed = (profile: JsonObject): boolean =>
  readTrait(profile, '').type === 'malformed' ||
  (isObject(profile.consent) &&
    Object.values(profile.consent).some((said) => said !== null && typeof said !== 'boolean'));

/** Returns the type of a value in words. The value itself may be personal. */
export const typeName = (value: JsonValue): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { string: 'a text', number: 'a number', boolean: String(value) }[typeof value as string] ?? 'an object';
};
