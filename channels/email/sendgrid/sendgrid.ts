import { createPublicKey, type KeyObject } from 'node:crypto';
import { trimSlashes } from '../../../journey/base/trim-slashes.ts';
import { defineProvider } from '../../provider.ts';
import { matching, text, url } from '../../readers.ts';
import { createSendgridAdapter } from './adapter.ts';
import { createSendgridCallbacks } from './callbacks.ts';
import { listSendgridRecords } from './dns.ts';

/** https://www.twilio.com/docs/sendgrid/api-reference/mail-send */
export const sendgrid = defineProvider({
  channel: 'email',
  name: 'sendgrid',
  title: 'SendGrid',
  variables: {
    SENDGRID_API_KEY: matching('a key such as SG.…', /^SG\.\S+$/),
    SENDGRID_API_URL: url(['http', 'https'], 'https://api.sendgrid.com').default('https://api.sendgrid.com'),
    SENDGRID_WEBHOOK_KEY: text(
      'the verification key of the signed event webhook, or several separated by commas',
      readKeys,
    ).optional(),
  },
  secrets: ['SENDGRID_API_KEY'],
  createAdapter: ({ SENDGRID_API_KEY, SENDGRID_API_URL }, { trusted, mailFrom, perSecond, now }) =>
    createSendgridAdapter({
      outbound: trusted,
      apiUrl: trimSlashes(SENDGRID_API_URL),
      apiKey: SENDGRID_API_KEY,
      from: mailFrom,
      ...{ perSecond, now },
    }),
  createCallbacks: ({ SENDGRID_WEBHOOK_KEY = [] }, { now }) => createSendgridCallbacks(SENDGRID_WEBHOOK_KEY, now),
  listDnsRecords: (_settings, domain) => listSendgridRecords(domain),
});

/** Reads public keys as SendGrid shows them: in one line of base64. */
function readKeys(given: string): readonly KeyObject[] | undefined {
  try {
    const keys = given.split(',').map((each) => Buffer.from(each.trim(), 'base64'));
    const read = keys.map((key) => createPublicKey({ key, format: 'der', type: 'spki' }));
    return read.every(({ asymmetricKeyType }) => asymmetricKeyType === 'ec') ? read : undefined;
  } catch {
    return undefined;
  }
}
