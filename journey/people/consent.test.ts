import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { MessageChannel } from '../delivery/channel.ts';
import { CONSENT_MODES } from '../delivery/consent-modes.ts';
import { instant } from '../time/time.ts';
import { type Consent, judgeConsent, traitsOfConsent } from './consent.ts';

const NOW = instant(1_000_000);
const TOPICS = ['news', 'offers'];
const judge = (profile: JsonObject, consents: readonly Consent[] = [], mode: 'opt-in' | 'opt-out' = 'opt-out') =>
  judgeConsent({ profile, consents, consentModes: { sms: mode }, now: NOW }, { channel: 'sms', topic: 'news' });
test.each([
  { modes: {}, answer: 'no' },
  { modes: { whatsapp: 'opt-in' }, answer: 'no' },
  { modes: { whatsapp: 'opt-out' }, answer: 'yes' },
] as const)('WhatsApp needs a yes unless the workspace says otherwise: $modes → $answer', ({ modes, answer }) => {
  const facts = { profile: {}, consentModes: modes, now: NOW };
  expect(judgeConsent(facts, { channel: 'whatsapp' }).type).toBe(answer);
  expect(judgeConsent({ ...facts, profile: { consent: { whatsapp: true } } }, { channel: 'whatsapp' }).type).toBe(
    'yes',
  );
});

const said = (more: Partial<Consent>): Consent => ({
  channel: 'sms',
  topic: null,
  state: null,
  pausedUntil: null,
  ...more,
});

describe('M1 what is not plainly yes is no', () => {
  test.each<{ readonly consent: JsonValue; readonly answer: string; readonly optIn: string }>([
    { consent: { sms: true }, answer: 'yes', optIn: 'yes' },
    { consent: { sms: false }, answer: 'no-consent', optIn: 'no-consent' },
    { consent: {}, answer: 'yes', optIn: 'no-consent' },
    { consent: null, answer: 'yes', optIn: 'no-consent' },
    { consent: { sms: null }, answer: 'yes', optIn: 'no-consent' },
    { consent: { email: false }, answer: 'yes', optIn: 'no-consent' },
    { consent: { sms: 'true' }, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: { sms: 'no' }, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: { sms: 1 }, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: { sms: {} }, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: { sms: [true] }, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: 'yes', answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: true, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: 1, answer: 'consent-malformed', optIn: 'consent-malformed' },
    { consent: [], answer: 'consent-malformed', optIn: 'consent-malformed' },
  ])('M1 the trait $consent → $answer, and with opt-in $optIn', ({ consent, answer, optIn }) => {
    const codeOf = (one: ReturnType<typeof judge>) => (one.type === 'yes' ? 'yes' : one.rule);
    expect(codeOf(judge({ consent }))).toBe(answer);
    expect(codeOf(judge({ consent }, [], 'opt-in'))).toBe(optIn);
  });

  test('M1 the reason says which value was read, and not the value itself', () => {
    expect(judge({ consent: { sms: 'ask my wife' } })).toEqual({
      type: 'no',
      rule: 'consent-malformed',
      read: { 'profile.consent.sms': 'a text' },
    });
  });
});

describe('a no is a no, wherever it is', () => {
  test.each([
    { rows: [said({ state: 'no' })], rule: 'no-consent' },
    { rows: [said({ state: 'no', topic: 'news' })], rule: 'no-consent' },
    { rows: [said({ state: 'no', topic: 'offers' })], rule: undefined },
    { rows: [said({ state: 'no', channel: 'email' })], rule: undefined },
    { rows: [said({ state: 'yes' }), said({ state: 'no', topic: 'news' })], rule: 'no-consent' },
    { rows: [said({ state: 'no' }), said({ state: 'yes', topic: 'news' })], rule: 'no-consent' },
    { rows: [said({ pausedUntil: instant(NOW + 1) })], rule: 'consent-paused' },
    { rows: [said({ pausedUntil: NOW })], rule: undefined },
    { rows: [said({ state: 'yes', topic: 'news', pausedUntil: instant(NOW + 1) })], rule: 'consent-paused' },
  ])('$rows → $rule, though the trait says yes', ({ rows, rule }) => {
    const answer = judge({ consent: { sms: true } }, rows);
    expect(answer.type === 'no' ? answer.rule : undefined).toBe(rule);
  });
});

const anyConsent = fc.record({
  channel: fc.constantFrom(...MessageChannel.options),
  topic: fc.constantFrom(null, ...TOPICS),
  state: fc.constantFrom('yes' as const, 'no' as const, null),
  pausedUntil: fc.constantFrom(null, instant(NOW - 1), NOW, instant(NOW + 1)),
});
const anyTrait = fc.oneof(
  fc.constantFrom<JsonValue>(null, true, false, 'yes', 1, [], {}),
  fc.dictionary(
    fc.constantFrom(...MessageChannel.options),
    fc.constantFrom<JsonValue>(true, false, null, 'true', 0, [], {}),
  ),
);

test('M1 for any trait, rows and modes: a message goes only if nothing says no, and opt-in only with a plain yes', () => {
  fc.assert(
    fc.property(
      anyTrait,
      fc.array(anyConsent, { maxLength: 6 }),
      fc.constantFrom(...MessageChannel.options),
      fc.constantFrom(undefined, ...TOPICS),
      fc.constantFrom(...CONSENT_MODES),
      (consent, consents, channel, topic, mode) => {
        const facts = { profile: { consent }, consents, consentModes: { [channel]: mode }, now: NOW };
        const answer = judgeConsent(facts, { channel, topic });
        const ofTrait = saidIn(consent, channel);
        const about = consents.filter(
          (each) => each.channel === channel && (each.topic === null || each.topic === topic),
        );
        const saysNo =
          (ofTrait !== null && ofTrait !== true) ||
          about.some(({ state, pausedUntil }) => state === 'no' || (pausedUntil ?? 0) > NOW);
        const saysYes = ofTrait === true || about.some(({ state }) => state === 'yes');
        expect(answer.type).toBe(saysNo || (mode === 'opt-in' && !saysYes) ? 'no' : 'yes');
      },
    ),
    { numRuns: 1_000 },
  );
});

function saidIn(consent: JsonValue, channel: string): JsonValue {
  if (consent === null) return null;
  return isPlain(consent) ? (consent[channel] ?? null) : 'malformed';
}
const isPlain = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

describe('what is said about a channel becomes the trait that conditions read', () => {
  test.each<{ readonly consent: JsonValue | undefined; readonly traits: JsonObject | undefined }>([
    { consent: undefined, traits: { consent: { sms: false } } },
    { consent: { email: true }, traits: { consent: { sms: false } } },
    { consent: { sms: false }, traits: undefined },
    { consent: 'none', traits: undefined }, // would open the other channels
  ])('$consent → $traits', ({ consent, traits }) => {
    const profile: JsonObject = consent === undefined ? {} : { consent };
    expect(traitsOfConsent(profile, [{ channel: 'sms', state: 'no' }])).toEqual(traits);
    expect(traitsOfConsent(profile, [{ channel: 'sms', topic: 'news', state: 'no' }])).toBeUndefined();
    expect(traitsOfConsent(profile, [{ channel: 'sms', pausedUntil: NOW }])).toBeUndefined();
  });
});
