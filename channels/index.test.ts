import { afterAll, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../journey/base/ids.ts';
import { CHANNELS } from '../journey/delivery/channel.ts';
import { smtp } from './email/smtp.ts';
import { type ChannelSettings, closeAdapters, createAdapters } from './index.ts';
import type { Parcel } from './port.ts';

const base: ChannelSettings = {
  inbox: { catch: async () => {} },
  feed: { post: async () => true },
  webhook: { secrets: [], allowPrivate: false },
};
const full: ChannelSettings = {
  ...base,
  providers: [{ provider: smtp, given: { SMTP_URL: 'smtp://127.0.0.1:1025' } }],
  mailFrom: 'hi@shop.example',
  perSecond: { email: 50, sms: 5 },
};
const plain = createAdapters(base);
const caught = createAdapters({ ...base, catcherUrl: 'smtp://127.0.0.1:1025' });
const set = createAdapters(full);
afterAll(async () => {
  await closeAdapters(plain);
  await closeAdapters(caught);
  await closeAdapters(set);
});

describe('every channel has an adapter', () => {
  test.each(CHANNELS)('%s', (channel) => {
    expect(plain[channel].channel).toBe(channel);
    expect(set[channel].channel).toBe(channel);
  });

  test('email goes to its provider, without one to the mail catcher, and without that to the sandbox', () => {
    expect(set.email).toMatchObject({ provider: 'smtp', delivery: 'at-most-once' });
    expect(caught.email).toMatchObject({ provider: 'smtp', delivery: 'honours-keys' });
    expect(plain.email).toMatchObject({ provider: 'sandbox', delivery: 'honours-keys' });
  });

  test('a limit applies to its channel alone', () => {
    expect(set.sms.pacing?.()).toEqual({ perSecond: 5, isHeld: false, atProvider: 0 });
    expect(set.push.pacing?.()).toEqual({ perSecond: undefined, isHeld: false, atProvider: 0 });
  });

  test('a limit that an operator sets overrides the environment’s, and disabled providers hold the channel', () => {
    const providers = [{ name: 'smtp', weight: 1, isEnabled: true, perSecond: 7 }];
    let settings = { email: { providers } };
    const adapters = createAdapters({
      ...full,
      settingsOf: (channel) => (channel === 'email' ? settings.email.providers : undefined),
    });
    expect(adapters.email.pacing?.()).toEqual({ perSecond: 7, isHeld: false, atProvider: 0 });
    settings = { email: { providers: providers.map((each) => ({ ...each, isEnabled: false })) } };
    expect(adapters.email.pacing?.()).toEqual({ perSecond: undefined, isHeld: true, atProvider: 0 });
  });

  test.each([
    { to: 'https://crm.example/users', isCaught: true },
    { to: 'http://example/', isCaught: true },
    { to: 'https://a.b.invalid/', isCaught: true },
    { to: 'http://crm.example.com:1/', isCaught: false },
    { to: 'http://127.0.0.1:1/?x=.example', isCaught: false },
  ])(
    'in development, a webhook to $to is in the inbox: $isCaught; in production it never is',
    async ({ to, isCaught }) => {
      const keys: string[] = [];
      const inbox = { catch: async ({ key }: { readonly key: string }) => void keys.push(key) };
      const content = { template: 't', url: to, method: 'POST', headers: {}, data: { id: 1 } } as const;
      const parcel = {
        channel: 'webhook',
        key: 'i1.call.1',
        attempt: 1,
        workspace: WorkspaceId.parse('main'),
        journey: JourneyId.parse('j'),
        to,
        content,
      } as const;
      for (const catchesReservedHosts of [true, false]) {
        const adapters = createAdapters({ ...base, inbox, webhook: { ...base.webhook, catchesReservedHosts } });
        await adapters.webhook.deliver(parcel as Parcel);
        await closeAdapters(adapters);
      }
      expect(keys).toEqual(isCaught ? ['i1.call.1'] : []);
    },
  );
});
