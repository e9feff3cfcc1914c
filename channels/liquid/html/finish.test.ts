import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../journey/base/json.ts';
import { createRenderer } from '../../templates.ts';
import { nodeWall } from '../wall.ts';

const renderer = createRenderer(nodeWall);
const NOW = Date.parse('2026-03-01T12:00:00Z');

const html = (template: string, profile: JsonObject = {}): unknown => {
  const rendered = renderer.render({ html: template }, { profile }, NOW);
  return rendered.ok ? rendered.content.html : rendered;
};

const EVIL = '<img src=x onerror=alert(1)> & "Tom\'s"';
const ESCAPED = '&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Tom&#39;s&quot;';

describe('M4 what users wrote is escaped once, and what the author wrote is markup', () => {
  test.each([
    ['{{ profile.name }}', ESCAPED],
    ['{% echo profile.name %}', ESCAPED],
    ['{% cycle profile.name, "<br>" %}', ESCAPED],
    ['{{ profile.name | escape }}', ESCAPED],
    ['{{ profile.name | escape | escape }}', ESCAPED],
    ['{{ profile.name | xml_escape }}', ESCAPED],
    ['{{ profile.name | raw }}', ESCAPED],
    ['{{ profile.entity | escape_once }}', '1 &lt; 2'],
    ['{{ profile.entity }}', '1 &amp;lt; 2'],
    ['{{ profile.lines | newline_to_br }}', '&lt;a&gt;<br />\n&lt;b&gt;'],
    ['{{ profile.lines | escape | newline_to_br }}', '&lt;a&gt;<br />\n&lt;b&gt;'],
    ['{{ profile.list | join: "<br>" }}', '&lt;a&gt;<br>&amp;b'],
    ['{{ profile.first | append: "&nbsp;" }}', 'Ada &amp; Bo&nbsp;'],
    ['{{ profile.first | prepend: "<b>" | append: "</b>" }}', '<b>Ada &amp; Bo</b>'],
    ['{{ profile.none | default: "<em>x</em>" }}', '<em>x</em>'],
    [
      '{% capture x %}<b>{{ profile.first }}</b>{% endcapture %}{{ x }}{{ x | upcase }}',
      '<b>Ada &amp; Bo</b><B>ADA &amp; BO</B>',
    ],
    ['{% capture x %}<b>{{ profile.first }}</b>{% endcapture %}{{ x | escape }}', '&lt;b&gt;Ada &amp; Bo&lt;/b&gt;'],
    ['{% assign x = profile.name | append: "<hr>" %}{{ x }}', `${ESCAPED}<hr>`],
    ['{% assign x = "<b>" %}{{ x }}{{ profile.first }}</b>', '<b>Ada &amp; Bo</b>'],
    ['{{ profile.first | replace: "&", "<i>and</i>" }}', 'Ada <i>and</i> Bo'],
    ['{{ profile.first | split: "&" | join: "<br>" }}', 'Ada <br> Bo'],
    ['{{ "a&b" | replace: "&", profile.first }}', 'aAda &amp; Bob'],
    ['{{ profile.name | remove: "<" | remove_first: ">" | truncate: 11 }}', 'img src=...'],
    ['{{ profile.html | strip_html }}', 'bold'],
    ['{{ "<p>a&nbsp;b</p>" | strip_html }}', 'a&nbsp;b'],
    ['{{ profile.encoded | url_decode }}', '&lt;script&gt;'],
    ['{{ profile.base64 | base64_decode }}', '&lt;b&gt;'],
    ['{{ profile.first | size }}{% if profile.first == "Ada & Bo" %}same{% endif %}', '8same'],
    ['{% case profile.first %}{% when "Ada & Bo" %}same{% endcase %}', 'same'],
    ['{% if profile.first contains "a & B" %}in{% endif %}', 'in'],
    ['{{ profile.people | where: "name", "A & B" | map: "age" | join }}', '3'],
    ['{{ "2026-03-05T10:00:00Z" | date: "<b>%d</b> %H:%M" }}', '<b>05</b> 10:00'],
    ['{{ profile.first | url_encode }}', 'Ada+%26+Bo'],
    ['{% for item in profile.list %}<li>{{ item }}</li>{% endfor %}', '<li>&lt;a&gt;</li><li>&amp;b</li>'],
    ['{% for pair in profile.object %}{{ pair[0] }}={{ pair[1] }}{% endfor %}', '&lt;k&gt;=&lt;v&gt;'],
    ['{% liquid echo "<b>" \n echo profile.first %}', '<b>Ada &amp; Bo'],
    ['<!-- {{ profile.comment }} -->', '<!-- --&gt;&lt;b&gt; -->'],
  ])('%s → %s', (template, result) => {
    expect(
      html(template, {
        name: EVIL,
        first: 'Ada & Bo',
        entity: '1 &lt; 2',
        lines: '<a>\n<b>',
        list: ['<a>', '&b'],
        html: '<b>bold</b>',
        encoded: '%3Cscript%3E',
        base64: 'PGI+',
        people: [{ name: 'A & B', age: 3 }],
        object: { '<k>': '<v>' },
        comment: '--><b>',
      }),
    ).toBe(result);
  });

  test.each([
    [
      '<script type="application/ld+json">{"name": {{ profile.name | json }}, "n": {{ profile.n | json }}, "x": {{ profile.x | json }}}</script>',
    ],
    ['<script type="application/ld+json">{"name": "{{ profile.name }}", "n": {{ profile.n }}, "x": null}</script>'],
    ['{% capture n %}{{ profile.name | json }}{% endcapture %}<script>{"name": {{ n }}, "n": 1.5, "x": null}</script>'],
  ])('JSON in a script is JSON: %s', (template) => {
    const name = `${EVIL}</script>\\ \u2028 `;
    const [, json = ''] = /<script[^>]*>([\s\S]*)<\/script>$/.exec(String(html(template, { name, n: 1.5 }))) ?? [];
    expect(json).not.toMatch(/[<>]/);
    expect(JSON.parse(json)).toEqual({ name, n: 1.5, x: null });
  });

  test('JSON elsewhere is text', () => {
    expect(html('<i data-x="{{ profile.o | json }}">', { o: { a: '<"' } })).toBe(
      '<i data-x="{&quot;a&quot;:&quot;&lt;\\&quot;&quot;}">',
    );
  });

  test('a value can’t pretend to be the author’s by the characters that mark it', () => {
    expect(html('{{ profile.x }}{{ profile.y | url_decode }}', { x: '\uFDD1b\uFDD2\uFDE0', y: '%EF%B7%91b' })).toBe(
      '\uFFFDb\uFFFD\uFFFD\uFFFDb',
    );
  });

  test.each([
    ['<a title={{ profile.x }} b>', 'a b=c`>', '<a title=a&#32;b&#61;c&#96;&gt; b>'],
    ['<a {{ profile.x }}>', 'onclick="f()"', '<a onclickf>'],
    [
      '<a onclick="f(\'{{ profile.x }}\')">',
      "');alert(1)//",
      '<a onclick="f(\'\\u0027\\u0029\\u003balert\\u00281\\u0029\\u002f\\u002f\')">',
    ],
    [
      '<p style="color:{{ profile.x }}">',
      'red;background:url(x)',
      '<p style="color:red\\3b background\\3a url\\28 x\\29 ">',
    ],
    ['<p style="color:{{ profile.x }}">', '#ff0000', '<p style="color:#ff0000">'],
    [
      '<style>a{color:{{ profile.x }}}</style>',
      '}</style><b>',
      '<style>a{color:\\7d \\3c \\2f style\\3e \\3c b\\3e }</style>',
    ],
    ['<iframe srcdoc="{{ profile.x }}">', '<b>', '<iframe srcdoc="&amp;lt;b&amp;gt;">'],
    ['<script>f("{{ profile.x }}")</script>{{ profile.x }}', '"<', '<script>f("\\u0022\\u003c")</script>&quot;&lt;'],
  ])('in %s, %s is only text', (template, x, result) => {
    expect(html(template, { x })).toBe(result);
  });

  /** Filters that may cut a text anywhere, with arguments in which an author writes no tags. */
  const CUTTING = [
    ...['append: "&nbsp;"', 'append: profile.y', 'prepend: profile.y', 'escape', 'escape_once', 'raw', 'upcase'],
    ...['downcase', 'capitalize', 'strip', 'strip: "<"', 'default: "x"', 'split: "<"', 'split: ""', 'join: ""'],
    ...['join: ": "', 'reverse', 'first', 'last', 'replace: "<", "&amp;"', 'replace: "x", profile.y', 'remove: ">"'],
    ...['truncate: 9', 'truncatewords: 2', 'slice: 1, 8', 'url_encode', 'url_decode', 'squish', 'strip_html', 'json'],
    ...['base64_encode', 'base64_decode', 'concat: profile.list', 'uniq', 'compact', 'sort', 'remove_last: "&"'],
    ...['replace_first: "&", profile.y', 'replace_last: "<", profile.y', 'date: "%H"', 'cgi_escape', 'lstrip: "%"'],
  ];
  /** Filters that leave tags whole, with arguments that have some. */
  const WHOLE = [
    ...['append: "<b>"', 'prepend: "<i>"', 'join: "<b>"', 'replace: "x", "<hr>"', 'append: profile.y'],
    ...['default: "<em>"', 'newline_to_br', 'replace: "X", profile.y', 'raw', 'concat: profile.list', 'reverse'],
  ];
  const parts = [
    ...'<>&"\':;(){}=/\\` axX1\n',
    '\uFDD0',
    '\uFDD1',
    '\uFDDF',
    '\uFDE0',
    '\uFDE1',
    '\uFDE2',
    '%3Cx',
    '&lt;',
    '<z>',
  ];
  const hostile = fc.array(fc.constantFrom(...parts, 'PHo+'), { maxLength: 12 }).map((all) => all.join(''));
  const chains = (filters: readonly string[]) => fc.array(fc.constantFrom(...filters), { maxLength: 6 });
  /** Renders a chain, as a value and within a capture. Undefined if it can’t be, as when it decodes a text that isn’t encoded. */
  const through = (chain: readonly string[], x: string, y: string) =>
    [
      `{% assign a = ${['profile.x', ...chain].join(' | ')} %}{{ a }}`,
      `{% capture c %}{{ ${['profile.x', ...chain].join(' | ')} }}{% endcapture %}{{ c | append: profile.y }}`,
    ]
      .map((template) => html(template, { x, y, list: [y] }))
      .filter((result): result is string => typeof result === 'string')
      .join('\n');

  test('M4 whatever the chain of filters, no user’s character becomes markup', () => {
    fc.assert(
      fc.property(chains(CUTTING), hostile, hostile, (chain, x, y) => {
        expect(through(chain, x, y)).not.toMatch(/[<>"']/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('M4 whatever the chain of filters, the author’s tags stay whole, and only those are tags', () => {
    fc.assert(
      fc.property(chains(WHOLE), hostile, hostile, (chain, x, y) => {
        const result = through(['append: "<u>"', ...chain], x, y);
        if (!chain.includes('join: "<b>"')) expect(result).toContain('<u>');
        expect(result.replace(/<(?:b|i|u|em|hr|br \/)>/g, '')).not.toMatch(/[<>"']/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('M4 a user’s text reads the same, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (x) => {
        const result = String(html('<p>{{ profile.x | escape | append: "" }}</p>', { x: `a${x}` }));
        const read = result
          .slice(3, -4)
          .replace(
            /&(amp|lt|gt|quot|#39);/g,
            (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name as 'amp'],
          );
        expect(read).toBe(`a${x}`.replace(/[\uFDD0-\uFDEF]/g, '\uFFFD'));
      }),
    );
  });
});

describe('S3 a link can’t run code', () => {
  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' \u0001javascript:alert(1)',
    'java\nscript:alert(1)',
    'java\tscript:alert(1)',
    '\u200bjavascript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'blob:https://x',
    'myapp://x',
  ])('%j is emptied', (link) => {
    expect(html('<a href="{{ profile.link }}">x</a>', { link })).toBe('<a href="">x</a>');
    expect(html('<a href={{ profile.link | strip }}>x</a>', { link })).toBe('<a href="">x</a>');
    expect(html("<img SRC = '{{ profile.link }}'>", { link })).toBe('<img SRC = "">');
    expect(html('{% capture l %}{{ profile.link }}{% endcapture %}<a href=" {{ l }}#x">x</a>', { link })).toBe(
      '<a href="">x</a>',
    );
    expect(html('{{ "<a href=\'" | append: profile.link | append: "\'>x</a>" }}', { link })).toBe('<a href="">x</a>');
    expect(html('<!--[if mso]><v:rect href="{{ profile.link }}"/><![endif]-->', { link })).toBe(
      '<!--[if mso]><v:rect href=""/><![endif]-->',
    );
  });

  test.each([
    ['<a href="{{ profile.link | url_decode }}">', 'javascript%3Aalert(1)'],
    ['<a href="{{ profile.link }}:alert(1)">', 'javascript'],
    ['<a href="java{{ profile.link }}">', 'script:alert(1)'],
    ['<a href="javascript:f(\'{{ profile.link }}\')">', 'x'],
    ['<a href="java&#10;{{ profile.link }}">', 'script:alert(1)'],
    ['<a href="{{ profile.link }}&colon;alert(1)">', 'javascript'],
    ['<img srcset="https://a/b.png 1x, {{ profile.link }} 2x">', 'javascript:alert(1)'],
  ])('%s with %s is emptied', (template, link) => {
    expect(html(template, { link })).toMatch(/(href|srcset)=""/);
  });

  test.each([
    ['<a href="{{ profile.link }}">', 'https://x.example/?a=1&b=2', '<a href="https://x.example/?a=1&amp;b=2">'],
    ['<a href="{{ profile.link }}">', 'HTTP://x', '<a href="HTTP://x">'],
    ['<a href="{{ profile.link }}">', 'mailto:a@b.example', '<a href="mailto:a@b.example">'],
    ['<a href="{{ profile.link }}">', 'tel:+3160000', '<a href="tel:+3160000">'],
    ['<a href="{{ profile.link }}">', '/cart?at=10:30', '<a href="/cart?at=10:30">'],
    ['<a href="{{ profile.link }}">', 'java&#10;script:alert(1)', '<a href="java&amp;#10;script:alert(1)">'],
    ['<a href="myapp://cart/{{ profile.link }}">', 'a:b', '<a href="myapp://cart/a:b">'],
    ['<a href="{{ profile.none | default: "myapp://home" }}">', 'x', '<a href="myapp://home">'],
    ['<a href="https://x/?q={{ profile.link | url_encode }}">', 'a:b c', '<a href="https://x/?q=a%3Ab+c">'],
    ['<a title="{{ profile.link }}">', 'javascript:x', '<a title="javascript:x">'],
  ])('%s with %s → %s', (template, link, result) => {
    expect(html(template, { link })).toBe(result);
  });

  test.each([
    `<b title=">" c="<a href='"><a href="{{ profile.link }}">`,
    `<b title="it's > that" c='"'><a href="{{ profile.link }}">`,
    `<b a="'" b='>' c=">"><a href="{{ profile.link }}">`,
    `<br><p>a > b</p></i><a class=x href="{{ profile.link }}">`,
  ])('wherever it stands: %s', (template) => {
    const emptied = template.replace('"{{ profile.link }}"', '""');
    expect(html(template, { link: 'javascript:alert(1)' })).toBe(emptied);
  });

  test('text, subjects and the bodies of webhooks are no HTML', () => {
    const wording = { text: '{{ profile.x }}', subject: '{{ profile.x }}', data: { x: '{{ profile.x }}' } };
    const x = 'javascript:<b>&';
    expect(renderer.render(wording, { profile: { x } }, NOW)).toMatchObject({
      content: { text: x, subject: x, data: { x } },
    });
  });
});

test('a template of the greatest size with 16,000 tags takes no longer than its length', () => {
  const page = '<td class="a" style="b">x</td>\n'.repeat(8_000);
  const began = performance.now();
  expect(String(html(`${page}{{ profile.x }}`, { x: '<' }))).toBe(`${page}&lt;`);
  expect(performance.now() - began).toBeLessThan(1_000);
});
