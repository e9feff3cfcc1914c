import { trimSlashes } from '../../../journey/base/trim-slashes.ts';
import { defineProvider } from '../../provider.ts';
import { matching, texts, url } from '../../readers.ts';
import { createResendAdapter } from './adapter.ts';
import { createResendAsk } from './ask.ts';
import { createResendCallbacks } from './callbacks.ts';
import { listResendRecords } from './dns.ts';

/** https://resend.com/docs */
export const resend = defineProvider({
  channel: 'email',
  name: 'resend',
  title: 'Resend',
  variables: {
    RESEND_API_KEY: matching('a key such as re_…', /^re_\S+$/),
    RESEND_API_URL: url(['http', 'https'], 'https://api.resend.com').default('https://api.resend.com'),
    RESEND_WEBHOOK_SECRET: texts('a secret such as whsec_…, or several separated by commas').optional(),
  },
  secrets: ['RESEND_API_KEY', 'RESEND_WEBHOOK_SECRET'],
  createAdapter: ({ RESEND_API_KEY, RESEND_API_URL }, { trusted, mailFrom, perSecond }) =>
    createResendAdapter({
      outbound: trusted,
      apiUrl: trimSlashes(RESEND_API_URL),
      apiKey: RESEND_API_KEY,
      from: mailFrom,
      perSecond,
    }),
  listDnsRecords: (_settings, domain) => listResendRecords(domain),
  createAsk: ({ RESEND_API_KEY, RESEND_API_URL }, { trusted }) =>
    createResendAsk({ outbound: trusted, apiUrl: trimSlashes(RESEND_API_URL), apiKey: RESEND_API_KEY }),
  createCallbacks: ({ RESEND_WEBHOOK_SECRET = [] }) => createResendCallbacks(RESEND_WEBHOOK_SECRET),
});
