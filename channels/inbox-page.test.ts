import { describe, expect, test } from 'vitest';
import { type CaughtMessage, inboxPage, inboxPolicy, messagePage, messagePolicy } from './inbox-page.ts';

const message = (more: Partial<CaughtMessage> = {}): CaughtMessage => ({
  key: 'i1.mail-1.1',
  channel: 'email',
  caughtBy: 'smtp',
  recipient: 'ada@example.com',
  subject: 'Your cart',
  body: { from: 'Shop <hi@shop.example>', text: 'is waiting', html: '<p>is <b>waiting</b></p>' },
  caughtAt: '2026-03-01T12:00:05.123Z',
  copies: 1,
  ...more,
});
const list = (messages: readonly CaughtMessage[], more: Partial<Parameters<typeof inboxPage>[0]> = {}) =>
  inboxPage({ messages, nonce: 'n0nce', ...more });
const one = (more: Partial<CaughtMessage> = {}) => messagePage({ message: message(more), nonce: 'n0nce' });

describe('the list', () => {
  test('shows whom, what, when, by which channel, and leads to the message', () => {
    const page = list([message()]);
    for (const shown of [
      'ada@example.com',
      'Your cart',
      'is waiting',
      '2026-03-01 12:00:05 UTC',
      '>email</span>',
      'href="/inbox/i1.mail-1.1"',
    ])
      expect(page).toContain(shown);
  });

  test.each([
    { given: 'caught by a sandbox', more: { caughtBy: 'sandbox' }, badge: '>sandbox<' },
    { given: 'caught three times', more: { copies: 3 }, badge: '>3 copies<' },
  ] as const)('$given has a badge', ({ more, badge }) => {
    expect(list([message(more)])).toContain(badge);
    expect(list([message()])).not.toContain(badge);
  });

  test('empty, it teaches how to fill it; filtered, how to see all', () => {
    expect(list([])).toContain('POST /v1/track');
    expect(list([], { filter: { channel: 'sms' } })).toContain('Show all');
  });

  test('the next page keeps the filter; only the first looks again by itself', () => {
    const first = list([message()], { next: '12.a&b', filter: { channel: 'email', recipient: 'a+b@x' } });
    expect(first).toContain('href="/inbox?channel=email&amp;recipient=a%2Bb%40x&amp;before=12.a%26b"');
    expect(first).toContain('http-equiv="refresh"');
    expect(list([message()], { filter: { before: '12.a' } })).not.toContain('http-equiv="refresh"');
  });
});

describe('one message', () => {
  test('a mail is shown in a frame without any permission, its text beside it', () => {
    expect(one()).toContain(
      '<iframe sandbox="" referrerpolicy="no-referrer" title="The message" srcdoc="&lt;p&gt;is &lt;b&gt;waiting&lt;/b&gt;&lt;/p&gt;">',
    );
    expect(one()).toContain('<pre>is waiting</pre>');
  });

  test.each<Pick<CaughtMessage, 'channel' | 'body'> & { shows: string }>([
    { channel: 'sms', body: { text: 'Hi' }, shows: '<div class="bubble">Hi</div>' },
    { channel: 'whatsapp', body: { text: 'Hi' }, shows: '<div class="bubble">Hi</div>' },
    { channel: 'push', body: { title: 'Cart', text: 'Hi' }, shows: '<div class="note"><strong>Cart</strong>Hi</div>' },
    { channel: 'inApp', body: { text: 'Hi', url: 'app://x' }, shows: 'Hi<br><code>app://x</code>' },
    { channel: 'email', body: { text: 'Hi' }, shows: '<pre>Hi</pre>' },
    { channel: 'email', body: null, shows: '<pre></pre>' },
    { channel: 'push', body: [1], shows: '<strong>Your cart</strong>' },
  ])('$channel: $shows', ({ channel, body, shows }) => {
    expect(one({ channel, body })).toContain(shows);
  });

  test('without a subject it says so', () => {
    expect(one({ subject: null })).toContain('no subject');
  });
});

describe('whatever was caught is text', () => {
  const evil = `"><script>alert('1')</script>&`;
  const caught = message({
    key: evil,
    recipient: evil,
    subject: evil,
    body: { from: evil, text: evil, html: evil, title: evil, url: evil, [evil]: evil },
    caughtAt: evil,
  });

  test.each([
    { page: 'list', html: list([caught], { next: evil, filter: { recipient: evil } }) },
    { page: 'empty list', html: list([], { filter: { recipient: evil } }) },
    ...(['email', 'sms', 'push'] as const).map((channel) => ({
      page: channel,
      html: messagePage({ message: { ...caught, channel }, nonce: 'n0nce' }),
    })),
  ])('$page', ({ html }) => {
    expect(html).not.toMatch(/<script/i);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).toContain('<style nonce="n0nce">');
    expect(html).not.toMatch(/\son\w+=/);
  });

  test('the policies allow no script', () => {
    for (const policy of [inboxPolicy('n0nce'), messagePolicy()]) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('script-src');
    }
    expect(inboxPolicy('n0nce')).toContain("style-src 'nonce-n0nce'");
  });
});
