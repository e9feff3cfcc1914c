import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../journey/base/ids.ts';
import { DEFAULT_TRACKING } from '../../journey/delivery/tracking.ts';
import { changeLinks } from './links.ts';
import { isMachine } from './machines.ts';
import { createLinkTokens } from './token.ts';
import { createTrack } from './track.ts';

const tokens = createLinkTokens(['newest secret', 'older secret']);
const track = createTrack({ tokens, url: 'https://t.example.com/', own: ['https://journeys.example.com/app'] });
const message = { workspace: WorkspaceId.parse('main'), key: 'i1.hello.1', isTransactional: false };
const trackHtml = (html: string, more: Partial<typeof message> = {}, tracking = DEFAULT_TRACKING) =>
  track({ template: 't', html }, { ...message, ...more }, tracking).html ?? '';
const PIXEL = /<img src="https:\/\/t\.example\.com\/t\/o\/[\w-]+"[^>]*>/;
const targetsIn = (html: string) =>
  [...html.matchAll(/https:\/\/t\.example\.com\/t\/c\/([\w-]+)/g)].map(([, token = '']) => tokens.read(token));

describe('tokens', () => {
  test('are read by every secret, and by no other', () => {
    const tracked = { type: 'click', workspace: 'main', key: 'i1.hello.1', url: 'https://example.com/?a=b&c' } as const;
    const old = createLinkTokens(['older secret']).sign(tracked);
    expect([tokens.read(old), tokens.read(tokens.sign(tracked))]).toEqual([tracked, tracked]);
    expect(createLinkTokens(['another']).read(old)).toBeUndefined();
    expect(tokens.sign(tracked)).toBe(tokens.sign(tracked));
  });

  test('a changed token stands for nothing', () => {
    const token = tokens.sign({ type: 'open', workspace: 'main', key: 'i1.hello.1' });
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('', 'A', 'z9', '_', 'AAAA'), (at, text) => {
        const changed = token.slice(0, at) + text + token.slice(at + 1);
        fc.pre(!Buffer.from(changed, 'base64url').equals(Buffer.from(token, 'base64url')));
        expect(tokens.read(changed)).toBeUndefined();
      }),
    );
    for (const none of ['', 'a', '\0', '….']) expect(tokens.read(none)).toBeUndefined();
  });
});

describe('links', () => {
  test.each([
    ['<a href="https://example.com/?a=1&amp;b=2">x</a>', 'https://example.com/?a=1&b=2'],
    ["<A class=x HREF = 'http://example.com/' id=y>x</A>", 'http://example.com/'],
    ['<a href=https://example.com/a?b=c>x</a>', 'https://example.com/a?b=c'],
    ['<a href="\n https://example.com/ ">x</a>', 'https://example.com/'],
    ['<map><area href="https://example.com/"/></map>', 'https://example.com/'],
    ['<a title="a > b" href="https://example.com/">x</a>', 'https://example.com/'],
    ['<a href="https://example.com/1" href="https://example.com/2">x</a>', 'https://example.com/1'],
  ])('%s leads by Sojourn to %s, and only its target changes', (html, url) => {
    const tracked = trackHtml(html);
    expect(targetsIn(tracked)).toEqual([{ type: 'click', workspace: 'main', key: 'i1.hello.1', url }]);
    const marked = tracked.replace(PIXEL, '').replace(/https:\/\/t\.example\.com\/t\/c\/[\w-]+/, 'HERE');
    expect(marked).toBe(html.replace(/(?<==\s*["']?)\s*https?:[^"'> ]*( (?="))?/i, 'HERE'));
  });

  test.each([
    '<a href="mailto:a@example.com">x</a>',
    '<a href="#top">x</a>',
    '<a href="/path">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://user:password@example.com/">x</a>',
    '<a href="https://">x</a>',
    '<a href>x</a>',
    '<a href="">x</a>',
    '<a href="https://example.com/" data-track="off">x</a>',
    '<a data-track=OFF href="https://example.com/">x</a>',
    '<a href="https://journeys.example.com/app/u/abc">Unsubscribe</a>',
    '<a href="https://journeys.example.com/app">x</a>',
    '<a href="https://t.example.com/t/c/abc">x</a>',
    `<a href="https://example.com/${'x'.repeat(2_000)}">x</a>`,
    '<link href="https://example.com/a.css" rel="stylesheet">',
    '<!-- <a href="https://example.com/">x</a> -->',
    '<!--[if mso]><a href="https://example.com/">x</a><![endif]-->',
    '<style>a[href="https://example.com/"] { color: red }</style>',
    '<script>"<a href=\'https://example.com/\'>"</script>',
    '<img src="https://example.com/a.png">',
    '<p>https://example.com/</p>',
    '<a href="https://example.com/',
  ])('%s stays as it is', (html) => {
    expect(trackHtml(html).replace(PIXEL, '')).toBe(html);
  });

  test('links whose address only begins like Sojourn’s are tracked', () => {
    expect(targetsIn(trackHtml('<a href="https://journeys.example.com/apple">x</a>'))).toHaveLength(1);
  });

  test('the image comes before the end of the body, or last', () => {
    expect(trackHtml('<body>x</body></html>').replace(PIXEL, 'HERE')).toBe('<body>xHERE</body></html>');
    expect(trackHtml('<p>x').replace(PIXEL, 'HERE')).toBe('<p>xHERE');
  });

  test('what a workspace doesn’t track stays', () => {
    const html = '<a href="https://example.com/">x</a>';
    expect(trackHtml(html, { isTransactional: true })).toBe(html);
    expect(trackHtml(html, { isTransactional: true }, { ...DEFAULT_TRACKING, transactional: true })).not.toBe(html);
    expect(trackHtml(html, {}, { opens: false, clicks: false, transactional: true })).toBe(html);
    expect(trackHtml(html, {}, { ...DEFAULT_TRACKING, clicks: false }).replace(PIXEL, '')).toBe(html);
    expect(trackHtml(html, {}, { ...DEFAULT_TRACKING, opens: false })).not.toMatch(PIXEL);
  });

  test('whatever the HTML is, all but the targets stays byte for byte', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('<a href="', '">', "<a href='", "'", '<a href=https://a.example/', '<!--', '-->', '<style>'),
      fc.constantFrom(
        '</style>',
        '&amp;',
        '&',
        '<',
        '>',
        '=',
        '</body>',
        'https://a.example/',
        ' data-track=off',
        '<a ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const html = pieces.join('');
        expect(changeLinks(html, { replace: () => undefined, append: '' })).toBe(html);
        const found: string[] = [];
        const changed = changeLinks(html, { replace: (href) => `§${found.push(href) - 1}§`, append: '' });
        const kept = changed.split(/§\d+§/);
        expect(kept.length - 1).toBe(found.length);
        let at = 0;
        for (const each of kept) {
          at = html.indexOf(each, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += each.length;
        }
      }),
    );
  });

  test('a megabyte of deep or hostile HTML takes no more than a moment', () => {
    const hostile = ['<div>'.repeat(200_000), '<a href='.repeat(120_000), '<a '.repeat(300_000), '&'.repeat(1_000_000)];
    const from = performance.now();
    for (const html of hostile) expect(trackHtml(html).length).toBeGreaterThan(html.length);
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

describe('machines', () => {
  const agent = (text?: string) => ({ method: 'GET', headers: text === undefined ? {} : { 'user-agent': text } });
  const CHROME =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
  const IPHONE =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';

  test.each([CHROME, IPHONE, 'Thunderbird/140.0', 'Outlook-iOS/2.0', 'Mozilla/5.0 (CUBOT NOTE 20) AppleWebKit/537.36'])(
    '%s is a user',
    (text) => {
      expect([isMachine('open', agent(text)), isMachine('click', agent(text))]).toEqual([false, false]);
    },
  );

  test.each([
    ['open', agent('Mozilla/5.0')],
    ['open', agent('Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)')],
    ['open', agent()],
    ['click', agent('')],
    ['click', agent('Barracuda Sentinel (EE)')],
    ['click', agent('curl/8.5.0')],
    ['click', agent('Slackbot-LinkExpanding 1.0')],
    ['click', { method: 'HEAD', headers: { 'user-agent': CHROME } }],
    ['click', { method: 'GET', headers: { 'user-agent': CHROME, 'sec-purpose': 'prefetch;prerender' } }],
    ['open', { method: 'GET', headers: { 'user-agent': CHROME, 'x-purpose': 'preview' } }],
  ] as const)('a request to %s by %j is a machine', (type, request) => {
    expect(isMachine(type, request)).toBe(true);
  });
});
