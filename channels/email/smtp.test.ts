import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { type MailServer, replyWith, startMailServer } from '../../test/mail-server.ts';
import { createOutbound } from '../outbound.ts';
import type { Answer, Parcel } from '../port.ts';
import type { CallbackReading, Given } from '../provider.ts';
import { smtp } from './smtp.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const outbound = createOutbound();
const means = { outbound, trusted: outbound, mailFrom: 'Shop <hi@shop.example>', now: Date.now };

const server = async (options?: Parameters<typeof startMailServer>[0]): Promise<MailServer> => {
  const started = await startMailServer(options);
  closers.push(started.close);
  return started;
};

async function deliver(given: Given, more: Partial<Parcel<'email'>> = {}): Promise<Answer> {
  const adapter = smtp.createAdapter(given, means);
  closers.push(async () => adapter.close?.());
  return adapter.deliver({
    channel: 'email',
    key: 'i1.mail-1.1',
    attempt: 1,
    workspace: WorkspaceId.parse('main'),
    journey: JourneyId.parse('abandoned-cart'),
    to: 'ada@example.com',
    content: { template: 'reminder', subject: 'Your cart', text: 'is waiting' },
    ...more,
  });
}

const says = (response: string) => (_address: unknown, _session: unknown, done: (failure: Error) => void) =>
  done(Object.assign(replyWith(Number(response.slice(0, 3))), { message: response.slice(4) }));

describe('a reply at RCPT: its class, refined by its enhanced code', () => {
  test.each([
    ...['550 5.1.1', '550 5.1.2', '553 5.1.3', '550 5.1.6', '550 5.1.10', '550 5.2.1'].map((reply) => ({
      reply,
      means: { type: 'rejected' },
    })),
    ...['550 5.7.1', '550 5.7.26', '550 5.7.515', '552 5.2.2', '552 5.3.4', '552 5.2.3', '553 5.6.7', '550'].map(
      (reply) => ({
        reply,
        means: { type: 'rejected' },
      }),
    ),
    ...['421 4.3.2', '454 4.7.0'].map((reply) => ({
      reply,
      means: { type: 'busy', retryAfterMs: undefined, isOfRecipient: undefined },
    })),
    ...['450 4.2.0', '451 4.3.0', '452 4.2.2'].map((reply) => ({
      reply,
      means: { type: 'busy', retryAfterMs: undefined, isOfRecipient: true },
    })),
    ...['450 4.7.1', '451 4.7.1'].map((reply) => ({
      reply,
      means: { type: 'busy', retryAfterMs: 300_000, isOfRecipient: true },
    })),
    ...['530 5.7.0', '550 5.7.0', '535 5.7.8'].map((reply) => ({ reply, means: { type: 'misconfigured' } })),
  ])('$reply → $means.type', async ({ reply, means: meaning }) => {
    const { url } = await server({ onRcptTo: says(`${reply} because`) });
    const got: Record<string, unknown> = { ...(await deliver({ SMTP_URL: url })) };
    expect(got).toMatchObject({ type: meaning.type, reason: expect.stringContaining('because') });
    if ('retryAfterMs' in meaning && 'isOfRecipient' in meaning)
      expect([got.retryAfterMs, got.isOfRecipient]).toEqual([meaning.retryAfterMs, meaning.isOfRecipient]);
    expect(got).not.toHaveProperty('ambiguous');
  });
});

describe('S4 addresses with letters that are not ASCII', () => {
  test('S4 a domain is sent in ASCII, to any server', async () => {
    const rcpt: string[] = [];
    const { url } = await server({
      hideSMTPUTF8: true,
      onRcptTo: ({ address }, _session, done) => {
        rcpt.push(address);
        done();
      },
    });
    expect(await deliver({ SMTP_URL: url }, { to: 'ada@bücher.example' })).toMatchObject({ type: 'accepted' });
    expect(rcpt[0]?.split('@')[1]).toMatch(/^(xn--bcher-kva|bücher)\.example$/);
  });

  test('S4 a local part goes only to a server with SMTPUTF8; to another, nothing is handed over', async () => {
    const without = await server({ hideSMTPUTF8: true });
    expect(await deliver({ SMTP_URL: without.url }, { to: 'ödön@shop.example' })).toMatchObject({
      type: 'rejected',
      reason: expect.stringContaining('SMTPUTF8'),
    });
    expect(without.mails).toEqual([]);
    const having = await server();
    expect(await deliver({ SMTP_URL: having.url }, { to: 'ödön@shop.example' })).toMatchObject({ type: 'accepted' });
    expect(having.mails).toHaveLength(1);
  });

  test('S4 a server that can’t be asked → busy, and certainly not sent', async () => {
    const answer = await deliver({ SMTP_URL: 'smtp://127.0.0.1:1' }, { to: 'ödön@shop.example' });
    expect(answer).toMatchObject({ type: 'busy' });
    expect(answer).not.toHaveProperty('ambiguous');
  });
});

describe('DKIM', () => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

  test('M3 the signature covers the headers of unsubscription (RFC 8058)', async () => {
    const { url, mails } = await server();
    const given = {
      SMTP_URL: url,
      DKIM_DOMAIN: 'shop.example',
      DKIM_SELECTOR: 's1',
      DKIM_PRIVATE_KEY: key.replaceAll('\n', '\\n'),
    };
    await deliver(given, { unsubscribeUrl: 'https://u.example/x' });
    const [mail = ''] = mails;
    const signature = /^DKIM-Signature:[\s\S]*?(?=\r\n\S)/m.exec(mail)?.[0].replace(/\s+/g, ' ') ?? '';
    expect(signature).toMatch(/d=shop\.example; *.*s=s1|s=s1;.*d=shop\.example/);
    expect(signature.toLowerCase()).toMatch(/h=[^;]*list-unsubscribe:list-unsubscribe-post/);
    expect(mail).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  test('a part of its variables alone, or a key that isn’t one, is refused at the start', () => {
    const given = { SMTP_URL: 'smtp://localhost:25', DKIM_DOMAIN: 'shop.example' };
    expect(() => smtp.createAdapter(given, means)).toThrow('give all three, or none');
    expect(() => smtp.createAdapter({ ...given, DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: 'nonsense' }, means)).toThrow(
      'PEM',
    );
  });
});

describe('M2 mails about our mails', () => {
  const TOKEN = 'a-secret-token';
  const given = {
    SMTP_URL: 'smtp://mail.example',
    SMTP_CALLBACK_TOKEN: TOKEN,
    SMTP_RETURN_PATH: 'bounces@mail.example',
  };
  const read = async (
    mail: string,
    { url = `https://sojourn.example/v1/callbacks/email/smtp?token=${TOKEN}`, authorization = '' } = {},
  ): Promise<CallbackReading> => {
    const callbacks = smtp.createCallbacks?.(given, means);
    if (!callbacks) throw new Error('SMTP has callbacks');
    return callbacks.read({
      method: 'POST',
      url,
      headers: { authorization },
      body: Buffer.from(mail.replaceAll('\n', '\r\n')),
    });
  };
  const reportsOf = async (mail: string) => {
    const reading = await read(mail);
    return reading.type === 'read' ? reading.reports : reading;
  };

  const notice = ({
    status = '5.1.1',
    action = 'failed',
    diagnostic = 'smtp; 550 5.1.1 No such\n user',
    to = 'hi@shop.example',
    original = 'Message-ID: <i1.mail-1.1@shop.example>',
  } = {}) => `Return-Path: <>
From: MAILER-DAEMON@mx.example
To: ${to}
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Sorry.
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@example.com
Action: ${action}
Status: ${status}
Diagnostic-Code: ${diagnostic}
X-New-Field: kept

--b1
Content-Type: text/rfc822-headers

${original}
Subject: Hi

--b1--
`;

  test.each([
    { given: 'an unknown address', options: {}, report: { status: 'bounced', isPermanent: true } },
    {
      given: 'a full mailbox',
      options: { status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 full' },
      report: { status: 'bounced', isPermanent: false },
    },
    {
      given: 'time that ran out',
      options: { status: '4.4.7', diagnostic: 'smtp; 421 later' },
      report: { status: 'bounced', isPermanent: false },
    },
    {
      given: 'a policy',
      options: { status: '5.7.1', diagnostic: 'smtp; 550 5.7.1 spam' },
      report: { status: 'failed' },
    },
    {
      given: 'a policy behind a general status',
      options: { status: '5.0.0', diagnostic: 'smtp; 550 5.7.26 DMARC' },
      report: { status: 'failed' },
    },
    { given: 'a delivery', options: { action: 'delivered', status: '2.0.0' }, report: { status: 'delivered' } },
  ])('M2 $given → $report.status', async ({ options, report }) => {
    const [got, ...more] = (await reportsOf(notice(options))) as readonly object[];
    expect(got).toMatchObject({
      ...report,
      key: 'i1.mail-1.1',
      address: 'ada@example.com',
      raw: { 'x-new-field': 'kept' },
    });
    expect(more).toEqual([]);
  });

  test('M2 a delay reports nothing, and neither do an automatic reply and a letter', async () => {
    expect(await reportsOf(notice({ action: 'delayed', status: '4.4.1' }))).toEqual([]);
    expect(await reportsOf('From: a@x.example\nAuto-Submitted: auto-replied\nSubject: Away\n\nBack on Monday')).toEqual(
      [],
    );
    expect(await reportsOf('nonsense')).toEqual([]);
  });

  test('M2 the return path names the message if the notice doesn’t quote it, and a forged one names none', async () => {
    const from: string[] = [];
    const { url } = await server({
      onMailFrom: ({ address }, _session, done) => {
        from.push(address);
        done();
      },
    });
    await deliver({ ...given, SMTP_URL: url });
    const [to = ''] = from;
    expect(to).toMatch(/^bounces\+i1\.mail-1\.1-[0-9a-f]{10}@mail\.example$/);
    const original = 'X-Nothing: 1';
    expect(await reportsOf(notice({ to, original }))).toMatchObject([{ key: 'i1.mail-1.1' }]);
    const [forged] = (await reportsOf(
      notice({ to: to.replace('mail-1.1', 'mail-1.2'), original }),
    )) as readonly object[];
    expect(forged).not.toHaveProperty('key');
  });

  test('M2 a complaint (ARF)', async () => {
    const mail = `From: feedback@mx.example
To: hi@shop.example
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

A complaint.
--b1
Content-Type: message/feedback-report

Feedback-Type: abuse
Version: 1
Original-Rcpt-To: ada@example.com

--b1
Content-Type: message/rfc822

Message-ID: <i1.mail-1.1@shop.example>
To: ada@example.com
Subject: Hi

Hello
--b1--
`;
    expect(await reportsOf(mail)).toMatchObject([
      { status: 'complained', key: 'i1.mail-1.1', address: 'ada@example.com' },
    ]);
  });

  test('a repeat has the same id', async () => {
    const [one] = (await reportsOf(notice())) as readonly { dedupe: string }[];
    const [again] = (await reportsOf(notice())) as readonly { dedupe: string }[];
    expect(again?.dedupe).toBe(one?.dedupe);
  });

  test('without the token, or with a wrong one, it is refused; as a password, it is taken', async () => {
    const url = 'https://sojourn.example/v1/callbacks/email/smtp';
    expect(await read(notice(), { url })).toMatchObject({ type: 'refused' });
    expect(await read(notice(), { url: `${url}?token=wrong` })).toMatchObject({ type: 'refused' });
    const authorization = `Basic ${Buffer.from(`any:${TOKEN}`).toString('base64')}`;
    expect(await read(notice(), { url, authorization })).toMatchObject({ type: 'read' });
    expect(await read('')).toMatchObject({ type: 'unreadable' });
  });
});
