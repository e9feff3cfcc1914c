import type { WantedRecord } from '../dns/records.ts';

const HINT = 'SendGrid shows the value under Settings → Sender Authentication';

/**
 * Records of an authenticated domain:
 * https://www.twilio.com/docs/sendgrid/ui/account-and-settings/how-to-set-up-domain-authentication
 */
export const listSendgridRecords = (domain: string): readonly WantedRecord[] => [
  ...['s1', 's2'].map(
    (selector): WantedRecord => ({
      ...{ purpose: 'dkim', type: 'CNAME', name: `${selector}._domainkey.${domain}`, hint: HINT },
      test: { type: 'leads-to', ending: '.sendgrid.net' },
    }),
  ),
  {
    ...{ purpose: 'return-path', type: 'CNAME', name: `em<number>.${domain}` },
    hint: `${HINT}, the number too. It also gives SPF`,
    test: { type: 'unknown' },
  },
];
