import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import type { MessageChannel } from '../delivery/channel.ts';
import { MESSAGE_CHANNELS } from '../delivery/channels/index.ts';
import { instant } from '../time/time.ts';
import { findRecipientBar, listMalformedTraits } from './recipient.ts';
import { SUPPRESSION_REASONS, type Suppression } from './suppression.ts';

const NOW = instant(1_000_000);
const CHANNELS = Object.keys(MESSAGE_CHANNELS) as readonly MessageChannel[];
const bar = (profile: JsonObject, more: { channel?: MessageChannel; transactional?: boolean } = {}) =>
  findRecipientBar({ profile, now: NOW }, { channel: 'email', transactional: false, ...more });

describe('M1 an address of the wrong type is reported and never guessed', () => {
  test.each<{ readonly profile: JsonObject; readonly channel: MessageChannel; readonly rule: string | undefined }>([
    { profile: { email: 'ana@example.com' }, channel: 'email', rule: undefined },
    { profile: {}, channel: 'email', rule: 'no-address' },
    { profile: { email: null }, channel: 'email', rule: 'no-address' },
    { profile: { email: ' ' }, channel: 'email', rule: 'no-address' },
    { profile: { email: ['ana@example.com'] }, channel: 'email', rule: 'address-malformed' },
    { profile: { email: { work: 'ana@example.com' } }, channel: 'email', rule: 'address-malformed' },
    { profile: { email: true }, channel: 'email', rule: 'address-malformed' },
    { profile: { email: 'ana' }, channel: 'email', rule: 'address-malformed' },
    { profile: { phone: ['+31612345678'] }, channel: 'sms', rule: 'address-malformed' },
    { profile: { pushToken: 7 }, channel: 'push', rule: 'address-malformed' },
    { profile: {}, channel: 'inApp', rule: undefined },
  ])('M1 $profile by $channel → $rule', ({ profile, channel, rule }) => {
    expect(bar(profile, { channel })?.rule).toBe(rule);
  });

  test('M1 a profile lists its traits that cannot be read', () => {
    const profile = { consent: 'yes', email: ['a@b.example'], phone: '+31612345678', timezone: 'CET+1' };
    expect(listMalformedTraits(profile, CHANNELS)).toEqual(['consent', 'timezone', 'email']);
    expect(listMalformedTraits({ consent: { sms: 1 }, timezone: 2 }, CHANNELS)).toEqual(['consent', 'timezone']);
    expect(listMalformedTraits({ consent: { sms: true }, timezone: 'Asia/Tokyo' }, CHANNELS)).toEqual([]);
  });
});

describe('a suppressed address gets nothing', () => {
  const of = (more: Partial<Suppression>): Suppression => ({
    channel: 'email',
    address: 'lea@example.com',
    reason: 'hard-bounce',
    until: null,
    ...more,
  });
  const barOf = (profile: JsonObject, suppression: Suppression, transactional = false) =>
    findRecipientBar({ profile, suppressions: [suppression], now: NOW }, { channel: 'email', transactional })?.rule;

  test.each(['lea@example.com', 'LEA@Example.com', ' lea@example.com '])('M11 %j is one mailbox', (email) => {
    expect(barOf({ email }, of({}))).toBe('address-suppressed');
  });

  test('another address, another channel and a time that is over bar nothing', () => {
    const profile = { email: 'lea@example.com' };
    expect(barOf({ email: 'leo@example.com' }, of({}))).toBeUndefined();
    expect(barOf(profile, of({ channel: 'sms' }))).toBeUndefined();
    expect(barOf(profile, of({ until: NOW }))).toBeUndefined();
    expect(barOf(profile, of({ until: instant(NOW + 1) }))).toBe('address-suppressed');
  });

  test('a complaint or an erasure bars no transactional message, everything else does', () => {
    const barred = SUPPRESSION_REASONS.filter((reason) => barOf({ email: 'lea@example.com' }, of({ reason }), true));
    expect(barred).toEqual(['hard-bounce', 'soft-bounces', 'manual']);
  });

  test('consent speaks before suppression, and suppression before the address', () => {
    const profile = { email: 'lea@example.com', consent: { email: false } };
    expect(barOf(profile, of({}))).toBe('no-consent');
    expect(barOf(profile, of({}), true)).toBe('address-suppressed');
  });
});
