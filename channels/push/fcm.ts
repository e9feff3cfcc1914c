import { defineProvider } from '../provider.ts';
import { text, url } from '../readers.ts';
import { createFcmAdapter } from './fcm/adapter.ts';
import { parseServiceAccount } from './fcm/service-account.ts';
import { PUSH_DELIVERY } from './settings.ts';

/** Firebase Cloud Messaging, for tokens of Android, web and iOS. */
export const fcm = defineProvider({
  channel: 'push',
  name: 'fcm',
  title: 'Firebase Cloud Messaging',
  variables: {
    FCM_SERVICE_ACCOUNT: text('the JSON of a service account key with a private key', parseServiceAccount),
    FCM_URL: url(['https', 'http'], 'https://fcm.googleapis.com').default('https://fcm.googleapis.com'),
    PUSH_DELIVERY,
  },
  secrets: ['FCM_SERVICE_ACCOUNT'],
  createAdapter: (settings, { trusted, perSecond, now }) =>
    createFcmAdapter({
      account: settings.FCM_SERVICE_ACCOUNT,
      url: settings.FCM_URL,
      delivery: settings.PUSH_DELIVERY,
      outbound: trusted,
      perSecond,
      now,
    }),
});
