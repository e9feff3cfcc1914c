import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { measureSms } from '../sms/segments.ts';
import { createShorten, SHORT_ID } from './short.ts';

const ports = { secret: 'a secret', url: 'https://t.example.com/', own: ['https://journeys.example.com/app'] };
const shorten = createShorten(ports);
const message = { workspace: WorkspaceId.parse('main'), key: 'i1.hello.1', isTransactional: false };
const shortenText = (text: string, of = message) => shorten({ template: 't', text }, of);
/** The text with each short link replaced by its target in brackets. */
const explain = (given: string) => {
  const { content, links } = shortenText(given);
  const targets = new Map(links.map(({ id, url }) => [id, url]));
  return (content.text ?? '').replace(/https:\/\/t\.example\.com\/l\/(\w{11})/g, (_, id) => `[${targets.get(id)}]`);
};

test.each([
  ['See https://shop.example/cart?a=1&b=2.', 'See [https://shop.example/cart?a=1&b=2].'],
  ['(https://shop.example/a_(b)) now', '([https://shop.example/a_(b)]) now'],
  ['HTTPS://SHOP.EXAMPLE/A, and http://b.example!', '[HTTPS://SHOP.EXAMPLE/A], and [http://b.example]!'],
  ['https://a.example/x https://a.example/x', '[https://a.example/x] [https://a.example/x]'],
  ['"https://bücher.example/ü"', '"[https://bücher.example/ü]"'],
  ['https://shop.example/#top\nBye', '[https://shop.example/#top]\nBye'],
])('%j leads by Sojourn as %j', (text, explained) => expect(explain(text)).toBe(explained));

test.each([
  'shop.example/cart',
  'mailto:a@shop.example',
  'ftp://shop.example/x',
  'javascript:alert(1)',
  'https://user:password@shop.example/',
  'https://journeys.example.com/app/u/abc',
  'https://t.example.com/l/abcdefghijk',
  `https://shop.example/${'x'.repeat(2_000)}`,
  'no link',
  '',
])('%j stays as it is', (text) => {
  expect(shortenText(text)).toMatchObject({ content: { text }, links: [] });
});

test('an ID is the same for a repeat, and another one for each message, workspace, target and secret', () => {
  const text = 'https://shop.example/';
  const idOf = (of = message, by = shorten) => by({ template: 't', text }, of).links[0]?.id ?? '';
  const others = [
    idOf({ ...message, key: 'i1.hello.2' }),
    idOf({ ...message, workspace: WorkspaceId.parse('other') }),
    idOf(message, createShorten({ ...ports, secret: 'another' })),
    shortenText('https://shop.example/b').links[0]?.id ?? '',
  ];
  expect(idOf()).toBe(idOf());
  expect(new Set([idOf(), ...others]).size).toBe(5);
  for (const id of [idOf(), ...others]) expect(id).toMatch(SHORT_ID);
});

test('a long link costs fewer segments', () => {
  const text = `Your cart waits: https://shop.example/cart?token=${'x'.repeat(200)}`;
  expect(measureSms(text).segments).toBe(2);
  expect(measureSms(shortenText(text).content.text ?? '').segments).toBe(1);
});

test('whatever the text is, only links change', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('https://a.example/b', ' ', '.', ')', 'http://'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const { content, links } = shortenText(text);
      const targets = new Map(links.map(({ id, url }) => [id, url]));
      const back = (content.text ?? '').replace(
        /https:\/\/t\.example\.com\/l\/(\w{11})/g,
        (_, id) => targets.get(id) ?? '?',
      );
      expect(back).toBe(text);
    }),
  );
});
