import { createPrivateKey } from 'node:crypto';
import { type Callbacks, defineProvider } from '../provider.ts';
import { anyText, matching, oneOf, text, url, wholeNumber } from '../readers.ts';
import { isSameText } from '../same-text.ts';
import { createEmailAdapter, type DkimSettings } from './adapter.ts';
import { readMailReports } from './mail-reports.ts';
import { keyInReturnPath, returnPathOf } from './return-path.ts';
import { listSmtpRecords } from './smtp-dns.ts';

/** Any mail server, by SMTP. */
export const smtp = defineProvider({
  channel: 'email',
  name: 'smtp',
  title: 'SMTP',
  variables: {
    SMTP_URL: url(['smtp', 'smtps'], 'smtp://user:password@host:587'),
    SMTP_DELIVERY: oneOf(['at-least-once', 'at-most-once']).default('at-most-once'),
    SMTP_MAX_CONNECTIONS: wholeNumber(1, 1_000).default(5),
    SMTP_MAX_MESSAGES: wholeNumber(1, 1_000_000).default(100),
    SMTP_RETURN_PATH: matching('an address such as bounces@mail.shop.example', /^[\w.-]+@[\w.-]+$/).optional(),
    SMTP_CALLBACK_TOKEN: anyText('a secret of your own').optional(),
    DKIM_DOMAIN: matching('a domain such as shop.example', /^[\w.-]+$/).optional(),
    DKIM_SELECTOR: matching('a selector such as s1', /^[\w.-]+$/).optional(),
    DKIM_PRIVATE_KEY: text('a private key as PEM, best as a file by DKIM_PRIVATE_KEY_FILE', readPrivateKey).optional(),
  },
  secrets: ['SMTP_URL', 'SMTP_CALLBACK_TOKEN', 'DKIM_PRIVATE_KEY'],
  createAdapter: (settings, { mailFrom, perSecond }) => {
    const dkim = dkimOf(settings);
    const { SMTP_RETURN_PATH: base, SMTP_CALLBACK_TOKEN: secret = settings.SMTP_URL } = settings;
    return createEmailAdapter({
      url: settings.SMTP_URL,
      from: mailFrom,
      delivery: settings.SMTP_DELIVERY,
      perSecond,
      pool: { maxConnections: settings.SMTP_MAX_CONNECTIONS, maxMessages: settings.SMTP_MAX_MESSAGES },
      ...(dkim && { dkim }),
      ...(base !== undefined && { returnPath: (key) => returnPathOf(base, key, secret) }),
    });
  },
  createCallbacks: ({ SMTP_CALLBACK_TOKEN, SMTP_URL }) =>
    createMailCallbacks(SMTP_CALLBACK_TOKEN, SMTP_CALLBACK_TOKEN ?? SMTP_URL),
  listDnsRecords: (settings, domain) =>
    listSmtpRecords({ url: settings.SMTP_URL, returnPath: settings.SMTP_RETURN_PATH, dkim: dkimOf(settings) }, domain),
});

/** A key in one line, as environment variables often are, has `\n` for its line breaks. */
function readPrivateKey(given: string): string | undefined {
  const pem = given.replaceAll('\\n', '\n');
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    return undefined;
  }
}

interface DkimVariables {
  readonly DKIM_DOMAIN?: string | undefined;
  readonly DKIM_SELECTOR?: string | undefined;
  readonly DKIM_PRIVATE_KEY?: string | undefined;
}

function dkimOf({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY }: DkimVariables): DkimSettings | undefined {
  if ([DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY].every((value) => value === undefined)) return undefined;
  if (DKIM_DOMAIN === undefined || DKIM_SELECTOR === undefined || DKIM_PRIVATE_KEY === undefined)
    throw new TypeError('DKIM needs all of DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY: give all three, or none');
  return { domainName: DKIM_DOMAIN, keySelector: DKIM_SELECTOR, privateKey: DKIM_PRIVATE_KEY };
}

/**
 * Creates the reader of mails about our mails, which a mail server passes on to us whole. They prove themselves by a
 * token, as `?token=` in the URL or as the password of Basic.
 */
function createMailCallbacks(token: string | undefined, secret: string): Callbacks {
  return {
    async read({ url: called, headers, body }) {
      if (token === undefined) return { type: 'refused', reason: 'SMTP_CALLBACK_TOKEN is not set' };
      const given = new URL(called).searchParams.get('token') ?? passwordIn(headers.authorization) ?? '';
      if (!isSameText(given, token)) return { type: 'refused', reason: 'the token is missing or wrong' };
      if (body.length === 0) return { type: 'unreadable', reason: 'the body is empty: send the whole mail as it came' };
      const reports = await readMailReports(body, (address) => keyInReturnPath(address, secret));
      return { type: 'read', reports: reports.map((report) => ({ ...report, isForgeable: true })), inbound: [] };
    },
  };
}

function passwordIn(authorization: string | undefined): string | undefined {
  const [, encoded] = /^Basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? [];
  return encoded === undefined
    ? undefined
    : Buffer.from(encoded, 'base64').toString('utf8').split(':').slice(1).join(':');
}
