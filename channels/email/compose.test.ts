import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';
import type { MessageContent, Parcel } from '../port.ts';
import { composeEmail, type Email } from './compose.ts';

const parcel = (content: Partial<MessageContent>, more: Partial<Parcel<'email'>> = {}): Parcel<'email'> => ({
  channel: 'email',
  key: 'i1.mail-1.1',
  attempt: 1,
  workspace: WorkspaceId.parse('main'),
  journey: JourneyId.parse('abandoned-cart'),
  to: 'ada@example.com',
  content: { template: 'reminder', subject: 'Your cart', ...content },
  ...more,
});

const compose = (content: Partial<MessageContent>, more: Partial<Parcel<'email'>> = {}): Email => {
  const composed = composeEmail(parcel(content, more), 'Shop <hi@shop.example>');
  if (!composed.ok) throw new Error(composed.reason);
  return composed.email;
};

describe('M10 an email has a text part', () => {
  test('M10 HTML without a text: the text is made of it, with its links', () => {
    const { text, html } = compose({
      html: '<style>p{color:red}</style><h1>Hello</h1><p>Your <b>cart</b> &amp; <a href="https://shop.example/c?a=1&amp;b=2">checkout</a></p><img src="x.png" alt="pixel"><ul><li>rug</li></ul>',
    });
    expect(text).toBe('Hello\n\nYour cart & checkout [https://shop.example/c?a=1&b=2]\n\n * rug');
    expect(html).toContain('<b>cart</b>');
  });

  test('M10 a text of the author stays', () => {
    expect(compose({ html: '<p>a</p>', text: 'b' }).text).toBe('b');
  });

  test('M10 deep and long HTML is cut, and no fault', () => {
    expect(compose({ html: '<b>'.repeat(30_000) }).text).toBeDefined();
    expect(compose({ html: '<p>x</p>'.repeat(12_000) }).text.length).toBeGreaterThan(1_000);
  });
});

describe('the preheader', () => {
  test('is at the beginning of the body, invisible and escaped', () => {
    const { html = '', text } = compose({
      html: '<html><body class="a>b"><p>Hi</p></body></html>',
      preheader: '<Only> & today',
    });
    expect(html).toMatch(/<body class="a>b"><div style="display:none[^>]*>&lt;Only&gt; &amp; today&#847;/);
    expect(text).toBe('Hi');
  });

  test('is at the beginning of HTML without a body, and absent if it is blank', () => {
    expect(compose({ html: '<p>Hi</p>', preheader: 'x' }).html).toMatch(/^<div style="display:none/);
    expect(compose({ html: '<p>Hi</p>', preheader: ' ' }).html).toBe('<p>Hi</p>');
  });
});

describe('headers', () => {
  test('M3 with an https link, List-Unsubscribe and one click', () => {
    expect(compose({ text: 'x' }, { unsubscribeUrl: 'https://u.example/x?t=1' }).headers).toMatchObject({
      'List-Unsubscribe': '<https://u.example/x?t=1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  test.each([undefined, 'http://u.example/x', 'mailto:a@b.example', 'not a URL'])(
    'M3 with %s, neither',
    (unsubscribeUrl) => {
      const { headers } = compose({ text: 'x' }, unsubscribeUrl === undefined ? {} : { unsubscribeUrl });
      expect(Object.keys(headers)).toEqual(['Feedback-ID']);
    },
  );

  test('Feedback-ID has the journey, the template, the workspace and the sender', () => {
    expect(compose({ text: 'x', template: 'a:b c' }).headers['Feedback-ID']).toBe(
      'abandoned-cart:a_b_c:main:shop.example',
    );
  });

  test('the same Message-ID for each attempt', () => {
    expect(compose({ text: 'x' }).messageId).toBe('<i1.mail-1.1@shop.example>');
    expect(compose({ text: 'x', from: 'a@other.example' }, { attempt: 2 }).messageId).toBe(
      '<i1.mail-1.1@shop.example>',
    );
  });
});

describe('sender and reply address', () => {
  test('the content’s, with names, and domains in ASCII', () => {
    expect(
      compose({ text: 'x', from: '"Bücher, Ltd." <news@bücher.example>', replyTo: 'help@shop.example' }),
    ).toMatchObject({
      from: { name: 'Bücher, Ltd.', address: 'news@xn--bcher-kva.example' },
      replyTo: { name: '', address: 'help@shop.example' },
    });
    expect(compose({ text: 'x' }, { to: 'ada@bücher.example' }).to).toBe('ada@xn--bcher-kva.example');
  });

  test.each([{ from: '' }, { from: 'a@x.example, b@x.example' }, { from: 'Shop' }, { replyTo: 'a@localhost' }])(
    'one that isn’t an address is refused: %o',
    (content) => {
      expect(composeEmail(parcel(content), 'hi@shop.example')).toMatchObject({
        ok: false,
        reason: expect.stringContaining('give one address'),
      });
    },
  );
});

test('S4 given a profile value with line breaks anywhere, then no field of the email has one', () => {
  const evil = fc
    .tuple(fc.string(), fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\0', '\v'))
    .map(([text, end]) => `${text}${end}Bcc: m@x.example`);
  fc.assert(
    fc.property(evil, evil, (one, other) => {
      const composed = composeEmail(
        parcel(
          { subject: one, template: other, text: 'x', from: `${one} <a@x.example>` },
          { unsubscribeUrl: `https://u.example/${other}`, journey: one as JourneyId },
        ),
        'hi@shop.example',
      );
      if (!composed.ok) return;
      const { subject, headers, from, messageId } = composed.email;
      for (const line of [subject, messageId, from.name, from.address, ...Object.values(headers)])
        expect(line).not.toMatch(/[\r\n\0\v\u2028]/);
    }),
  );
});
