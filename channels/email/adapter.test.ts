import { createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import { type MailServer, replyWith, startMailServer } from '../../test/mail-server.ts';
import type { MessageContent, Parcel } from '../port.ts';
import { createEmailAdapter } from './adapter.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const server = async (options?: SMTPServerOptions): Promise<MailServer> => {
  const started = await startMailServer(options);
  closers.push(started.close);
  return started;
};

const adapter = (url: string, timeoutMs = 8_000) => {
  const made = createEmailAdapter({ url, from: 'Shop <hi@shop.example>', delivery: 'at-least-once', timeoutMs });
  closers.push(async () => made.close?.());
  return made;
};

const deliver = (
  url: string,
  {
    to = 'ada@example.com',
    timeoutMs = 8_000,
    ...content
  }: Partial<MessageContent> & { to?: string; timeoutMs?: number } = {},
) =>
  adapter(url, timeoutMs).deliver({
    channel: 'email',
    key: 'i1.mail-1.1',
    attempt: 1,
    workspace: WorkspaceId.parse('main'),
    journey: JourneyId.parse('abandoned-cart'),
    to,
    content: { template: 'reminder', subject: 'Your cart', text: 'is waiting', ...content },
  });

describe('a mail has the content’s fields', () => {
  test('text and HTML, and a text for HTML alone, from the sender to the address', async () => {
    const { url, mails } = await server();
    await deliver(url, { html: '<p>is <b>waiting</b></p>' });
    await deliver(url, { text: undefined, html: '<p>only</p>' });
    const both = await simpleParser(mails[0] ?? '');
    expect(both).toMatchObject({
      subject: 'Your cart',
      text: 'is waiting',
      html: '<p>is <b>waiting</b></p>',
      messageId: '<i1.mail-1.1@shop.example>',
    });
    expect(both.from?.text).toBe('"Shop" <hi@shop.example>');
    expect(both.to).toMatchObject({ text: 'ada@example.com' });
    expect(mails[1]).toContain('text/html');
    expect(mails[1]).toContain('text/plain');
  });

  test('a line break in the subject can’t add a header', async () => {
    const { url, mails } = await server();
    await deliver(url, { subject: 'Hi\r\nBcc: mallory@example.com' });
    expect(mails[0]).not.toMatch(/^Bcc:/im);
  });

  test('a path or a URL in the content stays text and is never read', async () => {
    const { url, mails } = await server();
    await deliver(url, { html: 'file:///etc/passwd', text: '/etc/passwd' });
    expect(mails[0]).not.toContain('root:');
  });

  test.each([
    'a@x.example, b@x.example',
    'a@x.example b@x.example',
    'Ada <a@x.example>',
    'a@x.example\r\nRCPT TO:<b@x.example>',
    '',
    'ada',
  ])('an address that is not one address goes to nobody: %j', async (to) => {
    const { url, mails } = await server();
    expect(await deliver(url, { to })).toMatchObject({ type: 'rejected' });
    expect(mails).toEqual([]);
  });
});

describe('the server’s answer decides the outcome', () => {
  const at = (stage: 'onMailFrom' | 'onRcptTo', code: number): SMTPServerOptions => ({
    [stage]: (_address: unknown, _session: unknown, done: (failure: Error) => void) => done(replyWith(code)),
  });

  test.each([
    { given: '550 at RCPT', options: at('onRcptTo', 550), answer: { type: 'rejected', status: 550 } },
    { given: '451 at RCPT', options: at('onRcptTo', 451), answer: { type: 'busy' } },
    { given: '421 at MAIL', options: at('onMailFrom', 421), answer: { type: 'busy' } },
    { given: '530 at MAIL', options: at('onMailFrom', 530), answer: { type: 'misconfigured' } },
  ])('$given → $answer.type', async ({ options, answer }) => {
    const { url } = await server(options);
    const got = await deliver(url);
    expect(got).toMatchObject(answer);
    expect(got).not.toHaveProperty('ambiguous');
  });

  test.each([
    { code: 535, type: 'misconfigured' },
    { code: 454, type: 'busy' },
  ])('$code at AUTH → $type', async ({ code, type }) => {
    const { url } = await server({ allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(replyWith(code)) });
    expect(await deliver(url.replace('//', '//user:wrong@'))).toMatchObject({ type });
  });

  test('an untrusted certificate, or missing TLS where required → misconfigured, with a hint', async () => {
    const own = await server({ disabledCommands: [], logger: false });
    expect(await deliver(own.url)).toMatchObject({
      type: 'misconfigured',
      reason: expect.stringContaining('SMTP_URL'),
    });
    const plain = await server();
    expect(await deliver(plain.url.replace('smtp:', 'smtps:'))).toMatchObject({ type: 'misconfigured' });
  });

  const DEAD = { status: 'bounced', isPermanent: true };
  const SOFT = { status: 'bounced', isPermanent: false };
  test.each([
    { at: 'onRcptTo', reply: [550, '5.1.1 no such user'], undelivered: DEAD },
    { at: 'onRcptTo', reply: [550, '5.1.10 null MX'], undelivered: DEAD },
    { at: 'onRcptTo', reply: [552, '5.2.2 mailbox full'], undelivered: SOFT },
    { at: 'onRcptTo', reply: [550, 'no such user'], undelivered: SOFT },
    { at: 'onRcptTo', reply: [452, '4.2.2 mailbox full'], undelivered: SOFT },
    { at: 'onRcptTo', reply: [450, '4.7.1 greylisted'], undelivered: undefined },
    { at: 'onRcptTo', reply: [550, '5.7.1 blocked by policy'], undelivered: undefined },
    { at: 'onRcptTo', reply: [550, '5.1.8 bad sender'], undelivered: undefined },
    { at: 'onMailFrom', reply: [550, '5.7.26 unauthenticated'], undelivered: undefined },
    { at: 'onMailFrom', reply: [553, 'sender refused'], undelivered: undefined },
    { at: 'onData', reply: [550, '5.1.1 no such user'], undelivered: DEAD },
    { at: 'onData', reply: [554, 'spam'], undelivered: undefined },
    { at: 'onData', reply: [552, '5.3.4 too large'], undelivered: undefined },
  ] as const)('M2 $reply at $at says about the address: $undelivered', async ({ at: stage, reply, undelivered }) => {
    const [responseCode, words] = reply;
    const refuse = (given: unknown, _session: unknown, done: (failure: Error) => void) => {
      if (given instanceof Readable) given.resume();
      done(Object.assign(new Error(words), { responseCode }));
    };
    const { url } = await server({ [stage]: refuse });
    const answer = await deliver(url);
    expect('undelivered' in answer ? answer.undelivered : undefined).toEqual(undelivered);
  });

  test('the reason does not repeat the address', async () => {
    const { url } = await server({
      onRcptTo: ({ address }, _session, done) =>
        done(Object.assign(new Error(`no ${address} here`), { responseCode: 550 })),
    });
    expect(await deliver(url)).toMatchObject({ type: 'rejected', reason: '550 no … here', status: 550 });
  });

  test('a URL that isn’t SMTP is refused when the adapter is built', () => {
    expect(() => createEmailAdapter({ url: 'localhost:25', from: 'a@b', delivery: 'at-most-once' })).toThrow(
      'SMTP_URL',
    );
  });
});

describe('a server that goes away', () => {
  test('C36 given a connection that breaks before the announcement, then the message is certainly not sent', async () => {
    const url = await raw((socket) => {
      socket.write('220 here\r\n');
      socket.on('data', (line) => (line.toString().startsWith('MAIL') ? socket.destroy() : socket.write('250 ok\r\n')));
    });
    const answer = await deliver(url);
    expect(answer).toMatchObject({ type: 'busy' });
    expect(answer).not.toHaveProperty('ambiguous');
  });
  const raw = async (script: (socket: Socket) => void): Promise<string> => {
    const sockets = new Set<Socket>();
    const listener = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      script(socket);
    });
    await new Promise<void>((listening) => {
      listener.listen(0, '127.0.0.1', listening);
    });
    closers.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => listener.close(closed));
    });
    const address = listener.address();
    return `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  };

  /** Takes everything up to the end of DATA, and then does this. */
  const afterData = (then: (socket: Socket) => void) => (socket: Socket) => {
    socket.write('220 hello\r\n');
    socket.on('data', (chunk) => {
      const said = chunk.toString();
      if (said.endsWith('\r\n.\r\n')) then(socket);
      else if (/^[A-Z]{4}/.test(said)) socket.write(said.trim().split('\r\n').map(reply).join(''));
    });
  };
  const reply = (command: string): string => (command.startsWith('DATA') ? '354 go on\r\n' : '250 fine\r\n');

  test('refused connection → busy, and nothing can have arrived', async () => {
    expect(await deliver('smtp://127.0.0.1:1')).toEqual({
      type: 'busy',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('no greeting in time → busy, and nothing can have arrived', async () => {
    expect(await deliver(await raw(() => {}), { timeoutMs: 300 })).toEqual({
      type: 'busy',
      reason: expect.any(String),
    });
  });

  test('hung up after the hand-over → busy and ambiguous (design.md §7.11), and not handed over again automatically', async () => {
    let messages = 0;
    const url = await raw(
      afterData((socket) => {
        messages += 1;
        socket.destroy();
      }),
    );
    expect(await deliver(url)).toMatchObject({ type: 'busy', ambiguous: true });
    expect(messages).toBe(1);
  });

  test('silent after the message was handed over → busy and ambiguous', async () => {
    expect(await deliver(await raw(afterData(() => {})), { timeoutMs: 300 })).toMatchObject({
      type: 'busy',
      ambiguous: true,
    });
  });

  test('trickling → given up after three times the timeout', async () => {
    const url = await raw((socket) => {
      socket.write('220-');
      const trickle = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(trickle));
    });
    const began = performance.now();
    expect(await deliver(url, { timeoutMs: 200 })).toMatchObject({ type: 'busy' });
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

describe('C36 the hand-over is announced right before the final dot', () => {
  const parcel: Parcel<'email'> = {
    channel: 'email',
    key: 'i1.mail-1.1',
    attempt: 1,
    workspace: WorkspaceId.parse('main'),
    journey: JourneyId.parse('abandoned-cart'),
    to: 'ada@example.com',
    content: { template: 'reminder', subject: 'Your cart', text: 'is waiting' },
  };

  test('C36 given an announcement, then the server has the whole message and not its end until that resolves', async () => {
    const { url, mails } = await server();
    const seen: number[] = [];
    const answer = await adapter(url).deliver(parcel, async () => {
      seen.push(mails.length);
    });
    expect(answer).toMatchObject({ type: 'accepted' });
    expect([seen, mails.length]).toEqual([[0], 1]);
  });

  test('C36 given another attempt has the message, then this one hands nothing over, and says so', async () => {
    const { url, mails } = await server();
    const late = adapter(url).deliver(parcel, () => Promise.reject(new Error('attempt 1 came too late')));
    await expect(late).rejects.toThrow('attempt 1 came too late');
    expect(mails).toEqual([]);
  });
});
