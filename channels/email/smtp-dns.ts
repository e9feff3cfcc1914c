import { createPublicKey } from 'node:crypto';
import type { DkimSettings } from './adapter.ts';
import type { WantedRecord } from './dns/records.ts';

interface SmtpSetup {
  readonly url: string;
  /** `SMTP_RETURN_PATH` */
  readonly returnPath: string | undefined;
  readonly dkim: DkimSettings | undefined;
}

/** SPF includes of well-known mail servers, by the end of their host name. */
const INCLUDES: Readonly<Record<string, string>> = {
  '.amazonaws.com': 'amazonses.com',
  '.gmail.com': '_spf.google.com',
  '.mailgun.org': 'mailgun.org',
  '.mailjet.com': 'spf.mailjet.com',
  '.mandrillapp.com': 'spf.mandrillapp.com',
  '.office365.com': 'spf.protection.outlook.com',
  '.postmarkapp.com': 'spf.mtasv.net',
  '.resend.com': 'amazonses.com',
  '.sendgrid.net': 'sendgrid.net',
};

/** Lists the records that a From domain needs to send through a mail server. */
export function listSmtpRecords({ url, returnPath, dkim }: SmtpSetup, domain: string): readonly WantedRecord[] {
  const { hostname } = new URL(url);
  const bounces = returnPath?.slice(returnPath.lastIndexOf('@') + 1);
  const [, include] = Object.entries(INCLUDES).find(([ending]) => hostname.endsWith(ending)) ?? [];
  return [
    {
      ...{ purpose: 'spf', type: 'TXT', name: bounces ?? domain },
      value: `v=spf1 ${include === undefined ? `a:${hostname}` : `include:${include}`} ~all`,
      hint: `Receivers look it up at the domain of the return path, ${bounces ?? domain}`,
      test: { type: 'spf', ...(include !== undefined && { include }) },
    },
    wantDkim(dkim, domain),
    {
      ...{ purpose: 'return-path', type: 'MX', name: bounces ?? domain },
      hint: 'Bounces are sent there. Without a mail server, dead addresses are never suppressed',
      test: { type: 'leads-to' },
    },
  ];
}

function wantDkim(dkim: DkimSettings | undefined, domain: string): WantedRecord {
  if (!dkim)
    return {
      ...{ purpose: 'dkim', type: 'TXT', name: `<selector>._domainkey.${domain}` },
      hint: 'Your mail server may sign mail itself: ask its operator, or set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY',
      test: { type: 'unknown' },
    };
  const { type, publicKey } = readPublicKey(dkim.privateKey);
  return {
    ...{ purpose: 'dkim', type: 'TXT', name: `${dkim.keySelector}._domainkey.${dkim.domainName}` },
    value: `v=DKIM1; k=${type}; p=${publicKey}`,
    test: { type: 'dkim', publicKey, ...(!isAligned(domain, dkim.domainName) && { misalignment: MISALIGNED }) },
  };
}

const MISALIGNED = 'DKIM_DOMAIN is not the From domain or a parent of it, so the signature doesn’t count for DMARC';

/** Returns whether a signature counts for the domain: by the domain itself, a parent or a subdomain. */
const isAligned = (domain: string, signer: string): boolean =>
  domain === signer || domain.endsWith(`.${signer}`) || signer.endsWith(`.${domain}`);

/** Returns the public key as DKIM writes it: whole for RSA (RFC 6376), its 32 bytes for Ed25519 (RFC 8463). */
function readPublicKey(pem: string): { readonly type: 'rsa' | 'ed25519'; readonly publicKey: string } {
  const key = createPublicKey(pem);
  const der = key.export({ type: 'spki', format: 'der' });
  return key.asymmetricKeyType === 'ed25519'
    ? { type: 'ed25519', publicKey: der.subarray(-32).toString('base64') }
    : { type: 'rsa', publicKey: der.toString('base64') };
}
