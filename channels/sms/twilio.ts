import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import { defineProvider } from '../provider.ts';
import { anyText, matching, texts, url } from '../readers.ts';
import { senders } from './senders.ts';
import { createTwilioAdapter } from './twilio/adapter.ts';
import { createTwilioAsk } from './twilio/ask.ts';
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
  createAdapter: (settings, { trusted, callbackUrl, perSecond }) =>
    createTwilioAdapter({
      outbound: trusted,
      apiUrl: trimSlashes(settings.TWILIO_API_URL),
      accountSid: settings.TWILIO_ACCOUNT_SID,
      ...credentialsOf(settings),
      senders: settings.SMS_SENDERS,
      callbackUrl,
      perSecond,
    }),
  createAsk: (settings, { trusted }) => {
    const { user, password } = credentialsOf(settings);
    return createTwilioAsk({
      outbound: trusted,
      apiUrl: trimSlashes(settings.TWILIO_API_URL),
      accountSid: settings.TWILIO_ACCOUNT_SID,
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    });
  },
  createCallbacks: ({ TWILIO_AUTH_TOKEN, TWILIO_WEBHOOK_KEY }) =>
    createTwilioCallbacks({ authTokens: TWILIO_AUTH_TOKEN, webhookKeys: TWILIO_WEBHOOK_KEY ?? [] }),
});

interface Credentials {
  readonly TWILIO_ACCOUNT_SID: string;
  readonly TWILIO_AUTH_TOKEN: readonly string[];
  readonly TWILIO_API_KEY?: string | undefined;
  readonly TWILIO_API_SECRET?: string | undefined;
}

/** Returns an API key and its secret, or else the account and its newest token. */
function credentialsOf(settings: Credentials): { readonly user: string; readonly password: string } {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET } = settings;
  if (TWILIO_API_KEY !== undefined && TWILIO_API_SECRET !== undefined)
    return { user: TWILIO_API_KEY, password: TWILIO_API_SECRET };
  return { user: TWILIO_ACCOUNT_SID, password: TWILIO_AUTH_TOKEN[0] ?? '' };
}
