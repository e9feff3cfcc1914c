import { defineProvider } from '../provider.ts';
import { matching, text, url } from '../readers.ts';
import { createApnsAdapter } from './apns/adapter.ts';
import { parseApnsKey } from './apns/provider-token.ts';
import { PUSH_DELIVERY } from './settings.ts';

/** Apple Push Notification service, for tokens that iOS gave the app itself. */
export const apns = defineProvider({
  channel: 'push',
  name: 'apns',
  title: 'Apple Push Notification service',
  variables: {
    APNS_TEAM_ID: matching('the team ID of 10 letters and digits', /^[A-Z0-9]{10}$/),
    APNS_KEY_ID: matching('the key ID of 10 letters and digits', /^[A-Z0-9]{10}$/),
    APNS_KEY: text('the content of the .p8 file, a P-256 private key in PEM', parseApnsKey),
    APNS_TOPIC: matching('the bundle ID of the app', /^[A-Za-z0-9.-]{1,200}$/),
    APNS_URL: url(['https', 'http'], 'https://api.push.apple.com').default('https://api.push.apple.com'),
    APNS_DEVELOPMENT_URL: url(['https', 'http'], 'https://api.sandbox.push.apple.com').default(
      'https://api.sandbox.push.apple.com',
    ),
    PUSH_DELIVERY,
  },
  secrets: ['APNS_KEY'],
  createAdapter: (settings, { perSecond, now }) =>
    createApnsAdapter({
      key: { teamId: settings.APNS_TEAM_ID, keyId: settings.APNS_KEY_ID, secret: settings.APNS_KEY },
      topic: settings.APNS_TOPIC,
      urls: { production: settings.APNS_URL, development: settings.APNS_DEVELOPMENT_URL },
      delivery: settings.PUSH_DELIVERY,
      perSecond,
      now,
    }),
});
