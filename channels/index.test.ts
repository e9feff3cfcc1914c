import { afterAll, describe, expect, test } from 'vitest';
import { CHANNELS } from '../journey/delivery/channel.ts';
import { type ChannelSettings, closeAdapters, createAdapters } from './index.ts';

const base: ChannelSettings = { inbox: { catch: async () => {} }, webhook: { secrets: [], allowPrivate: false } };
const full: ChannelSettings = {
  ...base,
  email: { url: 'smtp://127.0.0.1:1025', from: 'hi@shop.example', delivery: 'at-most-once' },
  perSecond: { email: 50, sms: 5 },
};
const plain = createAdapters(base);
const set = createAdapters(full);
afterAll(async () => {
  await closeAdapters(plain);
  await closeAdapters(set);
});

describe('every channel has an adapter', () => {
  test.each(CHANNELS)('%s', (channel) => {
    expect(plain[channel].channel).toBe(channel);
    expect(set[channel].channel).toBe(channel);
  });

  test('e-mail is SMTP where there is a server, a sandbox where there is none', () => {
    expect(set.email).toMatchObject({ provider: 'smtp', delivery: 'at-most-once', perSecond: 50 });
    expect(plain.email).toMatchObject({ provider: 'sandbox', delivery: 'honours-keys' });
  });

  test('a limit applies to its channel alone', () => {
    expect(set.sms.perSecond).toBe(5);
    expect(set.push.perSecond).toBeUndefined();
  });
});
