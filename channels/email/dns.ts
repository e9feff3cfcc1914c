import { domainToASCII } from 'node:url';
import type { Given, Provider } from '../provider.ts';
import { checkRecord } from './dns/check.ts';
import { type DomainReport, type WantedRecord, wantDmarc } from './dns/records.ts';
import type { DnsResolver } from './dns/resolver.ts';
import { domainOf } from './message-id.ts';

export interface DnsSetup {
  /** The providers in use on all channels. */
  readonly providers: readonly { readonly provider: Provider; readonly given: Given }[];
  /** Senders, such as `Shop <hello@shop.example>`, whose domains are checked. */
  readonly senders: readonly string[];
  /** URL of the links in tracked emails, if they are tracked. */
  readonly trackingUrl?: string | undefined;
  /** URL of the API, where these links point. */
  readonly publicUrl?: string | undefined;
}

/** Maximum number of domains to check. */
const MAX_DOMAINS = 20;

/**
 * Reports the DNS records that each From domain needs for each email provider, and the records that exist: SPF,
 * DKIM, DMARC, where bounces go, and the host of tracking links.
 */
export async function checkEmailDns(setup: DnsSetup, resolver: DnsResolver): Promise<readonly DomainReport[]> {
  const domains = [...new Set(setup.senders.map((sender) => domainToASCII(domainOf(sender))))].slice(0, MAX_DOMAINS);
  const email = setup.providers.filter(({ provider }) => provider.channel === 'email');
  return Promise.all(
    domains.flatMap((domain) =>
      email.map(async ({ provider, given }): Promise<DomainReport> => {
        const own = provider.listDnsRecords?.(given, domain) ?? [];
        const wanted = [...own, wantDmarc(domain), ...wantTracking(setup)];
        const records = await Promise.all(wanted.map((each) => checkRecord(each, resolver)));
        return { domain, provider: provider.name, records };
      }),
    ),
  );
}

function wantTracking({ trackingUrl, publicUrl }: DnsSetup): readonly WantedRecord[] {
  if (trackingUrl === undefined) return [];
  const { hostname: name } = new URL(trackingUrl);
  const target = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  if (name === target) return [{ purpose: 'tracking', type: 'A', name, test: { type: 'resolves' } }];
  return [
    {
      ...{ purpose: 'tracking', type: 'CNAME', name },
      ...(target !== undefined && { value: target }),
      hint: 'Links in tracked emails use this name, so it must point to the API',
      test: { type: 'resolves' },
    },
  ];
}
