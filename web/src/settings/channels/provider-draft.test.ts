import { describe, expect, test } from 'vitest';
import type { ProviderView } from './channel-queries';
import { titleOf } from './channel-title';
import { draftOf, findFlaws, type ProviderDraft, swapWithNext, toSettings } from './provider-draft';
import { describeLimit, describeShare, describeState } from './provider-words';

const view = (more: Partial<ProviderView> = {}): ProviderView => ({
  ...{ name: 'twilio', title: 'Twilio', isSandbox: false, isEnabled: true, weight: 1, burst: 1, rate: 0 },
  ...{ perSecond: null, defaultPerSecond: 10, state: 'working', since: null, until: null, reason: null, faults: [] },
  ...more,
});
const draft = (more: Partial<ProviderDraft> = {}): ProviderDraft => ({ ...draftOf(view(), undefined), ...more });

describe('the form of a provider', () => {
  test('shows only what an operator has set', () => {
    expect(draftOf(view({ weight: 3, perSecond: 10 }), undefined)).toMatchObject({
      ...{ weight: '3', perSecond: '', burst: '', defaultPerSecond: 10 },
    });
    const stored = { providers: [{ name: 'twilio', isEnabled: true, weight: 3, perSecond: null, burst: 5 }] };
    expect(draftOf(view(), stored)).toMatchObject({ perSecond: 'none', burst: '5' });
    expect(draftOf(view({ name: 'vonage' }), stored)).toMatchObject({ perSecond: '', burst: '' });
  });

  test.each<{ readonly typed: Partial<ProviderDraft>; readonly flaws: readonly string[] }>([
    { typed: {}, flaws: [] },
    { typed: { perSecond: '2,5', burst: ' 3 ' }, flaws: [] },
    { typed: { perSecond: ' None ' }, flaws: [] },
    { typed: { weight: '1.5', perSecond: 'fast', burst: '2.5' }, flaws: ['weight', 'perSecond', 'burst'] },
  ])('$typed has flaws in $flaws', ({ typed, flaws }) => {
    expect(Object.keys(findFlaws(draft(typed)))).toEqual(flaws);
  });

  test.each<{ readonly typed: Partial<ProviderDraft>; readonly settings: object }>([
    { typed: { weight: ' ' }, settings: { weight: 0 } },
    { typed: { weight: '3', perSecond: '2,5', burst: '4' }, settings: { weight: 3, perSecond: 2.5, burst: 4 } },
    {
      typed: { weight: '1', perSecond: 'NONE', isEnabled: false },
      settings: { weight: 1, perSecond: null, isEnabled: false },
    },
  ])('$typed is saved as $settings', ({ typed, settings }) => {
    expect(toSettings(draft(typed))).toEqual({ name: 'twilio', isEnabled: true, ...settings });
  });

  test('moves a provider down by swapping it with the next; the last provider stays', () => {
    expect([swapWithNext(['a', 'b', 'c'], 1), swapWithNext(['a', 'b'], 1)]).toEqual([
      ['a', 'c', 'b'],
      ['a', 'b'],
    ]);
  });
});

describe('a provider in words', () => {
  test.each<{ readonly of: Partial<ProviderView>; readonly tone: string; readonly text: RegExp }>([
    { of: { state: 'disabled', rate: 5 }, tone: 'idle', text: /^Off$/ },
    { of: { state: 'held', reason: '401: bad token' }, tone: 'bad', text: /^Failing: 401: bad token$/ },
    { of: { state: 'held' }, tone: 'bad', text: /^Failing: $/ },
    { of: { state: 'resting', until: '2026-12-01T12:00:07Z' }, tone: 'warn', text: /^Paused until .*:07/ },
    { of: { state: 'resting' }, tone: 'warn', text: /^Paused until :/ },
    { of: { state: 'silent' }, tone: 'idle', text: /^No worker/ },
    { of: { isSandbox: true, rate: 5 }, tone: 'warn', text: /^Sandbox/ },
    { of: { rate: 5 }, tone: 'ok', text: /^Sending 5 per second$/ },
    { of: {}, tone: 'ok', text: /^Sending$/ },
  ])('$of → $text', ({ of, tone, text }) => {
    expect(describeState(view(of))).toEqual({ tone, text: expect.stringMatching(text) });
  });

  test('its share counts enabled providers only, and is not shown for a single one', () => {
    const [first, second] = [view({ weight: 3 }), view({ name: 'vonage', weight: 1 })];
    const off = view({ name: 'off', weight: 96, isEnabled: false });
    const backup = view({ name: 'backup', weight: 0 });
    expect(describeShare(first, [first, second, off])).toMatch(/^Gets 75\s?% of messages first$/);
    expect(describeShare(first, [first, backup])).toBe('Gets all messages first');
    expect(describeShare(backup, [first, backup])).toMatch(/^Backup/);
    expect([describeShare(first, [first, off]), describeShare(off, [first, second, off])]).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('its limit names only bursts of more than one message', () => {
    expect(describeLimit({ perSecond: null, burst: 9 })).toBe('No limit');
    expect(describeLimit({ perSecond: 10, burst: 1 })).toBe('Limit: 10 per second');
    expect(describeLimit({ perSecond: 10, burst: 5 })).toBe('Limit: 10 per second, bursts of 5');
  });

  test.each([
    ['sms', 'SMS'],
    ['webhook', 'Webhooks'],
    ['strange', 'strange'],
  ])('the channel %s is called %s', (channel, title) => {
    expect(titleOf(channel)).toBe(title);
  });
});
