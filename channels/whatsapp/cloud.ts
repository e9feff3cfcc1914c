import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import { defineProvider } from '../provider.ts';
import { anyText, matching, texts, url } from '../readers.ts';
import { createWhatsAppAdapter } from './adapter.ts';
import { createWhatsAppCallbacks } from './callbacks.ts';

/** WhatsApp's Cloud API, by Meta. */
export const whatsappCloud = defineProvider({
  channel: 'whatsapp',
  name: 'whatsapp-cloud',
  title: 'WhatsApp Cloud API',
  variables: {
    WHATSAPP_PHONE_NUMBER_ID: matching('the id of the phone number: digits', /^\d{5,30}$/),
    WHATSAPP_ACCESS_TOKEN: anyText('the access token of a system user'),
    WHATSAPP_APP_SECRET: texts('the app secret, or the current and the next one, separated by a comma'),
    WHATSAPP_VERIFY_TOKEN: anyText('the token that you enter for the webhook at Meta'),
    WHATSAPP_API_URL: url(['http', 'https'], 'https://graph.facebook.com/v23.0').default(
      'https://graph.facebook.com/v23.0',
    ),
  },
  secrets: ['WHATSAPP_ACCESS_TOKEN', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN'],
  createAdapter: (settings, { trusted, perSecond }) =>
    createWhatsAppAdapter({
      outbound: trusted,
      apiUrl: trimSlashes(settings.WHATSAPP_API_URL),
      phoneNumberId: settings.WHATSAPP_PHONE_NUMBER_ID,
      accessToken: settings.WHATSAPP_ACCESS_TOKEN,
      perSecond,
    }),
  createCallbacks: ({ WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN }) =>
    createWhatsAppCallbacks({ appSecrets: WHATSAPP_APP_SECRET, verifyToken: WHATSAPP_VERIFY_TOKEN }),
});
