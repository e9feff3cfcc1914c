import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import type { ProviderMeans } from '../provider.ts';
import { defineProvider } from '../provider.ts';
import { anyText, oneOf, texts, url } from '../readers.ts';
import { senders } from './senders.ts';
import { createVonageAdapter, type VonageApi } from './vonage/adapter.ts';
import { createVonageCallbacks } from './vonage/callbacks.ts';
import { createSigner } from './vonage/jwt.ts';
import { SIGNATURE_METHODS } from './vonage/signature.ts';

export const vonage = defineProvider({
  channel: 'sms',
  name: 'vonage',
  title: 'Vonage',
  variables: {
    VONAGE_API: oneOf(['messages', 'sms']).default('messages'),
    VONAGE_API_KEY: anyText('the API key of the account'),
    VONAGE_API_SECRET: anyText('the API secret of the account'),
    VONAGE_APPLICATION_ID: anyText('the id of the application').optional(),
    VONAGE_PRIVATE_KEY: anyText('the private key of the application, as PEM').optional(),
    VONAGE_SIGNATURE_SECRET: texts('the signature secrets of the account, separated by commas'),
    VONAGE_SIGNATURE_METHOD: oneOf(SIGNATURE_METHODS).default('md5hash'),
    VONAGE_API_URL: url(['http', 'https'], 'https://api.nexmo.com').optional(),
    SMS_SENDERS: senders(),
  },
  secrets: ['VONAGE_API_SECRET', 'VONAGE_PRIVATE_KEY', 'VONAGE_SIGNATURE_SECRET'],
  createAdapter: (settings, means) =>
    createVonageAdapter({
      outbound: means.trusted,
      api: apiOf(settings, means),
      senders: settings.SMS_SENDERS,
      callbackUrl: means.callbackUrl,
      perSecond: means.perSecond,
    }),
  createCallbacks: ({ VONAGE_SIGNATURE_SECRET, VONAGE_SIGNATURE_METHOD }, { now }) =>
    createVonageCallbacks({ secrets: VONAGE_SIGNATURE_SECRET, method: VONAGE_SIGNATURE_METHOD, now }),
});

interface ApiSettings {
  readonly VONAGE_API: 'messages' | 'sms';
  readonly VONAGE_API_KEY: string;
  readonly VONAGE_API_SECRET: string;
  readonly VONAGE_APPLICATION_ID?: string | undefined;
  readonly VONAGE_PRIVATE_KEY?: string | undefined;
  readonly VONAGE_API_URL?: string | undefined;
}

function apiOf(settings: ApiSettings, { now }: ProviderMeans): VonageApi {
  const { VONAGE_API_KEY: apiKey, VONAGE_API_SECRET: apiSecret, VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY } = settings;
  const at = (host: string) => trimSlashes(settings.VONAGE_API_URL ?? host);
  if (settings.VONAGE_API === 'sms') return { type: 'sms', url: at('https://rest.nexmo.com'), apiKey, apiSecret };
  const url = at('https://api.nexmo.com');
  if (VONAGE_APPLICATION_ID !== undefined && VONAGE_PRIVATE_KEY !== undefined) {
    const sign = createSigner(VONAGE_APPLICATION_ID, VONAGE_PRIVATE_KEY);
    return { type: 'messages', url, authorize: () => `Bearer ${sign(now())}` };
  }
  const basic = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;
  return { type: 'messages', url, authorize: () => basic };
}
