import { defineProvider } from '../provider.ts';
import { oneOf, url } from '../readers.ts';
import { createEmailAdapter } from './adapter.ts';

/** Any mail server, by SMTP. */
export const smtp = defineProvider({
  channel: 'email',
  name: 'smtp',
  title: 'SMTP',
  variables: {
    SMTP_URL: url(['smtp', 'smtps'], 'smtp://user:password@host:587'),
    SMTP_DELIVERY: oneOf(['at-least-once', 'at-most-once']).default('at-most-once'),
  },
  secrets: ['SMTP_URL'],
  createAdapter: ({ SMTP_URL, SMTP_DELIVERY }, { mailFrom, perSecond }) =>
    createEmailAdapter({ url: SMTP_URL, from: mailFrom, delivery: SMTP_DELIVERY, perSecond }),
});
