import type { WantedRecord } from '../dns/records.ts';

interface SesDomain {
  readonly region: string;
  /** Custom MAIL FROM domain. Undefined: bounces go to a domain of Amazon's. */
  readonly mailFromDomain: string | undefined;
}

/** Records of a domain at SES: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html */
export function listSesRecords({ region, mailFromDomain: name }: SesDomain, domain: string): readonly WantedRecord[] {
  const dkim: WantedRecord = {
    ...{ purpose: 'dkim', type: 'CNAME', name: `<token>._domainkey.${domain}` },
    hint: 'SES shows three names and values, with their status, under Verified identities',
    test: { type: 'unknown' },
  };
  if (name === undefined) return [dkim];
  return [
    dkim,
    {
      ...{ purpose: 'spf', type: 'TXT', name, value: 'v=spf1 include:amazonses.com ~all' },
      test: { type: 'spf', include: 'amazonses.com' },
    },
    {
      ...{ purpose: 'return-path', type: 'MX', name, value: `feedback-smtp.${region}.amazonses.com` },
      hint: 'Priority 10. SES receives bounces there',
      test: { type: 'leads-to', ending: `feedback-smtp.${region}.amazonses.com` },
    },
  ];
}
