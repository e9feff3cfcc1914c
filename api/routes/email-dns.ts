import { z } from 'zod';
import type { DomainReport } from '../../channels/email/dns/records.ts';
import type { WorkspaceId } from '../../journey/base/ids.ts';
import { answer, type Route, route } from '../route.ts';

export interface EmailDnsPorts {
  /** Lists the senders in running journeys. MAIL_FROM is not among them. */
  readonly listSenders: (workspace: WorkspaceId) => Promise<readonly string[]>;
  readonly checkDns: CheckDns;
}

/** Looks up the DNS records of the domains of the senders and of MAIL_FROM. */
export type CheckDns = (senders: readonly string[]) => Promise<readonly DomainReport[]>;

const Checked = z
  .object({
    purpose: z.enum(['spf', 'dkim', 'dmarc', 'return-path', 'tracking']),
    type: z.enum(['TXT', 'CNAME', 'MX', 'A']),
    name: z.string(),
    wanted: z.string().nullable().describe('The value to set. Null: only the provider’s site shows it.'),
    found: z.array(z.string()),
    state: z
      .enum(['found', 'missing', 'wrong', 'unclear', 'unanswered'])
      .describe('`unclear`: only the mail server’s operator can check it. `unanswered`: DNS didn’t answer.'),
    detail: z.string().nullable().describe('The problem and its fix, or where to find the value'),
  })
  .meta({ id: 'DnsRecord' });

const EmailDns = z
  .object({
    domains: z.array(
      z.object({
        domain: z.string().describe('Domain of a sender: MAIL_FROM, or a sender in a running journey'),
        provider: z.string(),
        records: z.array(Checked),
      }),
    ),
  })
  .meta({ id: 'EmailDns' });

/** Routes for the DNS records that email needs. */
export const emailDnsRoutes = ({ listSenders, checkDns }: EmailDnsPorts): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/channels/email/dns',
      name: 'getEmailDns',
      tag: 'Operations',
      access: 'read',
      isHeavy: true,
      summary: 'Check the DNS records of your sender domains',
      description:
        'Looks up the records for SPF, DKIM, DMARC, the return path and the host of tracking links, for each sender domain and each email provider. Without a provider, the list is empty.',
      answer: EmailDns,
    },
    async ({ caller: { workspace } }) => {
      const reports = await checkDns(await listSenders(workspace));
      const domains = reports.map(({ domain, provider, records }) => ({
        ...{ domain, provider },
        records: records.map((record) => ({ ...record, found: [...record.found] })),
      }));
      return answer({ domains });
    },
  ),
];
