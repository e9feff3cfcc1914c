import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import { defineProvider } from '../provider.ts';
import { anyText, matching, texts, url } from '../readers.ts';
import { senders } from './senders.ts';
import { createTwilioAdapter } from './twilio/adapter.ts';
import { createTwilioCallbacks } from './twilio/callbacks.ts';

export const twilio = defineProvider({
  channel: 'sms',
  name: 'twilio',
  title: 'Twilio',
  variables: {
    TWILIO_ACCOUNT_SID: matching('AC and 32 hex digits', /^AC[0-9a-f]{32}$/),
    TWILIO_AUTH_TOKEN: texts('the auth token, or the current and the next one, separated by a comma'),
    TWILIO_API_KEY: matching('SK and 32 hex digits', /^SK[0-9a-f]{32}$/).optional(),
    TWILIO_API_SECRET: anyText('the secret of TWILIO_API_KEY').optional(),
    TWILIO_WEBHOOK_KEY: texts('the shared keys of a webhooks rule, separated by commas').optional(),
    TWILIO_API_URL: url(['http', 'https'], 'https://api.twilio.com').default('https://api.twilio.com'),
    SMS_SENDERS: senders(),
  },
  secrets: ['TWILIO_AUTH_TOKEN', 'TWILIO_API_SECRET', 'TWILIO_WEBHOOK_KEY'],
  createAdapter: (settings, { trusted, callbackUrl, perSecond }) => {
    const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET } = settings;
    const isKeyed = TWILIO_API_KEY !== undefined && TWILIO_API_SECRET !== undefined;
    return createTwilioAdapter({
      outbound: trusted,
      apiUrl: trimSlashes(settings.TWILIO_API_URL),
      accountSid: TWILIO_ACCOUNT_SID,
      user: isKeyed ? TWILIO_API_KEY : TWILIO_ACCOUNT_SID,
      password: isKeyed ? TWILIO_API_SECRET : (TWILIO_AUTH_TOKEN[0] ?? ''),
      senders: settings.SMS_SENDERS,
      callbackUrl,
      perSecond,
    });
  },
  createCallbacks: ({ TWILIO_AUTH_TOKEN, TWILIO_WEBHOOK_KEY }) =>
    createTwilioCallbacks({ authTokens: TWILIO_AUTH_TOKEN, webhookKeys: TWILIO_WEBHOOK_KEY ?? [] }),
});
