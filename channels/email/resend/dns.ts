import type { WantedRecord } from '../dns/records.ts';

/** Records of a domain at Resend: https://resend.com/docs/dashboard/domains/introduction */
export const listResendRecords = (domain: string): readonly WantedRecord[] => [
  {
    ...{ purpose: 'dkim', type: 'TXT', name: `resend._domainkey.${domain}` },
    hint: 'Resend shows the value, which begins with p=, under Domains',
    test: { type: 'dkim' },
  },
  {
    ...{ purpose: 'spf', type: 'TXT', name: `send.${domain}`, value: 'v=spf1 include:amazonses.com ~all' },
    hint: 'Bounces go to this subdomain, unless another return path is set in Resend',
    test: { type: 'spf', include: 'amazonses.com' },
  },
  {
    ...{ purpose: 'return-path', type: 'MX', name: `send.${domain}` },
    hint: 'Resend shows the value, which begins with feedback-smtp, under Domains',
    test: { type: 'leads-to', ending: '.amazonses.com' },
  },
];
