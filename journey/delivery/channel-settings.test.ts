import { expect, test } from 'vitest';
import { readStoredChannels } from './channel-settings.ts';

const A = { name: 'a', weight: 1, isEnabled: false, perSecond: 20 };
const B = { name: 'b', weight: 3, isEnabled: true };
const sms = (...providers: readonly unknown[]) => ({ sms: { providers } });

test.each([
  { given: 'fields of a provider', stored: sms({ ...A, region: 'eu' }, B), read: sms(A, B) },
  { given: 'fields of a channel', stored: { sms: { providers: [A], strategy: 'cheapest' } }, read: sms(A) },
  { given: 'channels', stored: { ...sms(A), fax: { providers: [B] } }, read: sms(A) },
  {
    given: 'limits',
    stored: sms({ ...A, perSecond: '20/s', weight: 5_000 }),
    read: sms({ name: 'a', weight: 1, isEnabled: false }),
  },
  { given: 'providers', stored: sms({ name: 'c', state: 'on' }, A), read: sms(A) },
  { given: 'settings of all', stored: ['a'], read: {} },
])('8 given a newer release has stored $given that this one doesn’t know, then the rest counts', ({ stored, read }) => {
  expect(readStoredChannels(stored)).toEqual(read);
});
